package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates OpenStack Nova's deprecated drivers, from a coordination URL whose scheme
 * selects Nova's data layout. Logs the replacement when such a driver is configured.
 */
abstract class NovaDriverFactory implements DriverFactory {

	private static final Logger logger = LoggerFactory.getLogger(NovaDriverFactory.class);

	private static final Pattern ADDRESS = Pattern
		.compile("(?:\\[[0-9A-Fa-f:.%]+]|[^:@/?#&,\\[\\]\\s]+)(?::\\d{1,5})?");

	private final ServiceGroupProperties properties;

	NovaDriverFactory(ServiceGroupProperties properties) {
		this.properties = properties;
	}

	ServiceGroupProperties properties() {
		return this.properties;
	}

	/** Returns the name of the property that lists the servers. */
	abstract String serversProperty();

	/** Returns the servers as configured. */
	abstract @Nullable List<String> servers();

	/** Returns the URL that selects Nova's layout on these servers. */
	abstract String url(String hosts);

	/** Returns the URL to use instead of the driver. */
	abstract String replacement(String hosts);

	@Override
	public Duration heartbeatInterval() {
		return this.properties.reportInterval();
	}

	@Override
	public BackendLocation location() {
		return BackendLocation.of(url());
	}

	private ToozUrl url() {
		String hosts = hosts();
		return PropertyErrors.of(serversProperty(), () -> Coordinators.parse(url(hosts)));
	}

	@Override
	public ServiceGroupDriver create(String memberId) {
		ToozUrl url = url();
		PropertyErrors.of("servicegroup.member-id", () -> {
			Coordinators.checkMember(url, memberId);
			return true;
		});
		if (name().equals(this.properties.driver())) {
			String replacement = replacement(hosts());
			rejectTls(replacement);
			logger
				.warn("servicegroup.driver={} is deprecated and will be removed: set servicegroup.tooz-url={} instead "
						+ "(docs/migration.md says how to move without a gap)", name(), replacement);
		}
		return PropertyErrors.of(serversProperty(), () -> new ToozServiceGroupDriver(url, memberId));
	}

	/** An invalid address is not shown, since it may contain a password. */
	private String hosts() {
		List<String> servers = servers();
		if (servers == null || servers.isEmpty()) {
			throw new InvalidPropertyException(serversProperty(), "The driver '" + name() + "' has no server address.",
					"Set " + serversProperty() + " to host:port, as in Nova's configuration, or remove "
							+ "servicegroup.driver and set servicegroup.tooz-url.");
		}
		for (String server : servers) {
			if (!ADDRESS.matcher(server).matches()) {
				throw new InvalidPropertyException(serversProperty(),
						"Invalid server address for the driver '" + name() + "'.",
						"Use host:port, without a scheme, a user, a password or a path. If the servers require a "
								+ "password, use servicegroup.tooz-url instead.");
			}
		}
		return String.join(",", servers);
	}

	/** Ignoring the bundle would silently send data unencrypted. */
	private void rejectTls(String replacement) {
		if (this.properties.ssl().bundle() != null) {
			throw new InvalidPropertyException("servicegroup.ssl.bundle",
					"The driver '" + name() + "' does not support TLS.",
					"Remove the property, or set servicegroup.tooz-url=" + replacement
							+ " instead of servicegroup.driver.");
		}
	}

}
