package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which driver {@code servicegroup.driver} and {@code servicegroup.tooz-url} mean.
 */
final class DriverSelector {

	private static final String TOOZ = "tooz";

	static final String PROPERTY = "servicegroup.driver";

	private final ServiceGroupProperties properties;

	private final SslBundleResolver bundle;

	private final List<DriverFactory> named;

	/**
	 * Creates the choice.
	 * @param named the drivers besides tooz
	 */
	DriverSelector(ServiceGroupProperties properties, SslBundleResolver bundle, List<DriverFactory> named) {
		this.properties = properties;
		this.bundle = bundle;
		this.named = named;
	}

	/** The driver that members are to be found by. */
	DriverFactory get() {
		String name = this.properties.driver();
		String url = this.properties.toozUrl();
		if (!StringUtils.hasText(name) || name.equals(TOOZ)) {
			return new ToozDriverFactory("servicegroup.tooz-url", (url != null) ? url : "", this.bundle,
					this.properties.heartbeatInterval(), (backend, features) -> FeatureValidator.check(backend,
							features, this.properties.autoJoin(), this.properties.leaderElection().enabled()));
		}
		DriverFactory source = named(PROPERTY, name);
		if (url != null) {
			throw new InvalidPropertyException(PROPERTY,
					"Two drivers are asked for: '" + name + "', and the one that servicegroup.tooz-url means.",
					"Keep one of the two properties. To move from one to the other, set servicegroup.migration.from="
							+ name + " and leave servicegroup.driver out.");
		}
		return source;
	}

	/** The same, if it is one of OpenStack Nova's. */
	@Nullable DriverFactory nova() {
		return this.named.stream()
			.filter((source) -> source.nova() && source.name().equals(this.properties.driver()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The driver that members are moving away from, if they are. The SSL bundle and the
	 * heartbeat interval are for the new place: the old one need not speak TLS, and has a
	 * timeout of its own; what secures it, its URL's options say.
	 */
	@Nullable DriverFactory old() {
		String from = this.properties.migration().from();
		if (!StringUtils.hasText(from)) {
			return null;
		}
		return from.contains("://") ? new ToozDriverFactory(MigratingDriverFactory.PROPERTY, from,
				new SslBundleResolver(null, null), null, FeatureValidator::checkOld)
				: named(MigratingDriverFactory.PROPERTY, from);
	}

	private DriverFactory named(String property, String name) {
		return this.named.stream()
			.filter((source) -> source.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidPropertyException(property, "There is no driver '" + name + "'.",
					(property.equals(PROPERTY) ? "Use one of tooz, "
							: "Use the URL of a coordination service, or one of ")
							+ this.named.stream().map(DriverFactory::name).sorted().collect(Collectors.joining(", "))
							+ "."));
	}

}
