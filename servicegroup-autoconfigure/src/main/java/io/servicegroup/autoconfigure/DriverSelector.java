package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Selects the driver that {@code servicegroup.driver} and {@code servicegroup.tooz-url}
 * configure.
 */
final class DriverSelector {

	private static final String TOOZ = "tooz";

	static final String PROPERTY = "servicegroup.driver";

	private final ServiceGroupProperties properties;

	private final SslBundleResolver bundle;

	private final List<DriverFactory> named;

	/**
	 * Creates the selector.
	 * @param named the factories of all drivers except tooz
	 */
	DriverSelector(ServiceGroupProperties properties, SslBundleResolver bundle, List<DriverFactory> named) {
		this.properties = properties;
		this.bundle = bundle;
		this.named = named;
	}

	/** Returns the configured driver; in a migration, the target. */
	DriverFactory get() {
		String name = this.properties.driver();
		String url = this.properties.toozUrl();
		if (!StringUtils.hasText(name) || name.equals(TOOZ)) {
			return new ToozDriverFactory("servicegroup.tooz-url", (url != null) ? url : "", this.bundle,
					this.properties.heartbeatInterval(), (backend, features) -> FeatureValidator.check(backend,
							features, this.properties.autoJoin(), this.properties.leaderElection().enabled()));
		}
		DriverFactory factory = named(PROPERTY, name);
		if (url != null) {
			throw new InvalidPropertyException(PROPERTY,
					"Two drivers are configured: servicegroup.driver=" + name
							+ ", and the one of servicegroup.tooz-url.",
					"Remove one of the two properties. To migrate members from '" + name
							+ "' to the URL, set servicegroup.migration.from=" + name
							+ " and remove servicegroup.driver.");
		}
		return factory;
	}

	/**
	 * Returns the configured driver if it is one of OpenStack Nova's, or {@code null}.
	 */
	@Nullable DriverFactory nova() {
		return this.named.stream()
			.filter((factory) -> factory.nova() && factory.name().equals(this.properties.driver()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the driver of the migration's source, or {@code null} without a migration.
	 * The SSL bundle and the heartbeat interval apply to the target only: the source may
	 * not use TLS and has its own timeout. The options of its URL configure its TLS.
	 */
	@Nullable DriverFactory migrationSource() {
		String from = this.properties.migration().from();
		if (!StringUtils.hasText(from)) {
			return null;
		}
		return from.contains("://") ? new ToozDriverFactory(MigratingDriverFactory.PROPERTY, from,
				new SslBundleResolver(null, null), null, FeatureValidator::checkSource)
				: named(MigratingDriverFactory.PROPERTY, from);
	}

	private DriverFactory named(String property, String name) {
		return this.named.stream()
			.filter((factory) -> factory.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidPropertyException(property, "Unknown driver '" + name + "'.",
					(property.equals(PROPERTY) ? "Use one of tooz, "
							: "Use the URL of a coordination service, or one of ")
							+ this.named.stream().map(DriverFactory::name).sorted().collect(Collectors.joining(", "))
							+ "."));
	}

}
