package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which driver {@code servicegroup.driver} and {@code servicegroup.tooz-url} mean.
 */
final class DriverChoice {

	private static final String TOOZ = "tooz";

	static final String PROPERTY = "servicegroup.driver";

	private final ServiceGroupProperties properties;

	private final BundleChoice bundle;

	private final List<DriverSource> named;

	/**
	 * Creates the choice.
	 * @param named the drivers besides tooz
	 */
	DriverChoice(ServiceGroupProperties properties, BundleChoice bundle, List<DriverSource> named) {
		this.properties = properties;
		this.bundle = bundle;
		this.named = named;
	}

	/** The driver that members are to be found by. */
	DriverSource get() {
		String name = this.properties.driver();
		String url = this.properties.toozUrl();
		if (!StringUtils.hasText(name) || name.equals(TOOZ)) {
			return new ToozSource("servicegroup.tooz-url", (url != null) ? url : "", this.bundle,
					this.properties.heartbeatInterval(), (backend, features) -> FeatureChecks.check(backend, features,
							this.properties.autoJoin(), this.properties.leaderElection().enabled()));
		}
		DriverSource source = named(PROPERTY, name);
		if (url != null) {
			throw new InvalidPropertyException(PROPERTY,
					"Two drivers are asked for: '" + name + "', and the one that servicegroup.tooz-url means.",
					"Keep one of the two properties. To move from one to the other, set servicegroup.migration.from="
							+ name + " and leave servicegroup.driver out.");
		}
		return source;
	}

	/** The same, if it is one of OpenStack Nova's. */
	@Nullable DriverSource nova() {
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
	@Nullable DriverSource old() {
		String from = this.properties.migration().from();
		if (!StringUtils.hasText(from)) {
			return null;
		}
		return from.contains("://")
				? new ToozSource(Moving.PROPERTY, from, new BundleChoice(null, null), null, FeatureChecks::checkOld)
				: named(Moving.PROPERTY, from);
	}

	private DriverSource named(String property, String name) {
		return this.named.stream()
			.filter((source) -> source.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidPropertyException(property, "There is no driver '" + name + "'.",
					(property.equals(PROPERTY) ? "Use one of tooz, "
							: "Use the URL of a coordination service, or one of ")
							+ this.named.stream().map(DriverSource::name).sorted().collect(Collectors.joining(", "))
							+ "."));
	}

}
