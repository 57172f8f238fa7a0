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
 * OpenStack Nova's drivers that tooz's replace: by a coordination URL whose scheme means
 * Nova's layout. Says so when one is chosen.
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

	/** The property that names the servers. */
	abstract String serversProperty();

	/** The servers, as the user has written them. */
	abstract @Nullable List<String> servers();

	/** The URL of Nova's layout on these servers. */
	abstract String url(String hosts);

	/** The URL to move to. */
	abstract String replacement(String hosts);

	@Override
	public Duration heartbeatInterval() {
		return this.properties.reportInterval();
	}

	@Override
	public BackendLocation place() {
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
			refuseTls(replacement);
			logger
				.warn("servicegroup.driver={} is deprecated and will be removed: set servicegroup.tooz-url={} instead "
						+ "(docs/migration.md says how to move without a gap)", name(), replacement);
		}
		return PropertyErrors.of(serversProperty(), () -> new ToozServiceGroupDriver(url, memberId));
	}

	/** None of it may be a secret: what is no address is not shown. */
	private String hosts() {
		List<String> servers = servers();
		if (servers == null || servers.isEmpty()) {
			throw new InvalidPropertyException(serversProperty(), "The driver '" + name() + "' has no server to go to.",
					"Set " + serversProperty() + " to host:port, as in Nova's configuration, or leave "
							+ "servicegroup.driver out and set servicegroup.tooz-url.");
		}
		for (String server : servers) {
			if (!ADDRESS.matcher(server).matches()) {
				throw new InvalidPropertyException(serversProperty(),
						"The driver '" + name() + "' is given something that is no address.",
						"Write host:port, with nothing before it and nothing behind. Where the servers want a password, "
								+ "use servicegroup.tooz-url instead.");
			}
		}
		return String.join(",", servers);
	}

	/** To leave it out quietly would send in the clear what was to be encrypted. */
	private void refuseTls(String replacement) {
		if (this.properties.ssl().bundle() != null) {
			throw new InvalidPropertyException("servicegroup.ssl.bundle",
					"The driver '" + name() + "' knows no TLS, as in Nova.",
					"Leave the property out, or set servicegroup.tooz-url=" + replacement + " instead of the driver.");
		}
	}

}
