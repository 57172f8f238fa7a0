package io.servicegroup.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import io.servicegroup.tooz.CoordinationObserver;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Selects the driver that {@code servicegroup.driver} and {@code servicegroup.tooz-url}
 * configure.
 */
final class DriverSelector {

	static final String TOOZ = "tooz";

	static final String PROPERTY = "servicegroup.driver";

	private final ServiceGroupProperties properties;

	private final SslBundleResolver bundle;

	private final List<DriverFactory> named;

	private final CoordinationObserver observer;

	private final ConnectionResolver connection;

	/**
	 * Creates the selector.
	 * @param named the factories of all drivers except tooz
	 * @param connection finds the coordination service of tooz
	 * @param observer observes the calls of tooz's drivers
	 */
	DriverSelector(ServiceGroupProperties properties, SslBundleResolver bundle, List<DriverFactory> named,
			ConnectionResolver connection, CoordinationObserver observer) {
		this.connection = connection;
		this.properties = properties;
		this.bundle = bundle;
		this.named = named;
		this.observer = observer;
	}

	/** Returns the configured driver; in a migration, the target. */
	DriverFactory get() {
		String name = this.properties.driver();
		if (!StringUtils.hasText(name) || name.equals(TOOZ)) {
			ServiceGroupConnectionDetails details = this.connection.resolve();
			return new ToozDriverFactory(ConnectionResolver.PROPERTY, details.getToozUrl(),
					this.bundle.or(details::getSslBundle), this.connection::complete,
					this.properties.heartbeatInterval(), (backend, features) -> FeatureValidator.check(backend,
							features, this.properties.autoJoin(), this.properties.leaderElection().enabled()),
					this.observer);
		}
		DriverFactory factory = named(PROPERTY, name);
		if (this.properties.toozUrl() != null) {
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
				new SslBundleResolver(null, null, () -> null), (url) -> url, null, FeatureValidator::checkSource,
				this.observer) : named(MigratingDriverFactory.PROPERTY, from);
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
