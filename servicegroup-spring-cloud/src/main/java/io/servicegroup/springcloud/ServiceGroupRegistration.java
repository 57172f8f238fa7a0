package io.servicegroup.springcloud;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import io.servicegroup.Member;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * This application's own membership of its group, as the live view lists it.
 *
 * @since 0.1.0
 */
public final class ServiceGroupRegistration implements Registration {

	private final ServiceGroupAPI api;

	private final String group;

	/**
	 * Creates the registration.
	 * @param api the API that knows the group
	 * @param group the group's id
	 */
	public ServiceGroupRegistration(ServiceGroupAPI api, String group) {
		this.api = api;
		this.group = group;
	}

	@Override
	public String getServiceId() {
		return this.group;
	}

	@Override
	public String getInstanceId() {
		return this.api.getMemberId();
	}

	/**
	 * Returns the host among the capabilities of this application.
	 * @return the host
	 * @throws IllegalStateException if this application is not registered, or its
	 * capabilities do not contain a host and a port
	 */
	@Override
	public String getHost() {
		return instance().getHost();
	}

	/**
	 * Returns the port among the capabilities of this application.
	 * @return the port
	 * @throws IllegalStateException if this application is not registered, or its
	 * capabilities do not contain a host and a port
	 */
	@Override
	public int getPort() {
		return instance().getPort();
	}

	@Override
	public boolean isSecure() {
		return instance().isSecure();
	}

	@Override
	public URI getUri() {
		return instance().getUri();
	}

	/**
	 * Returns the capabilities of this application as text.
	 * @return the capabilities; empty if it is not registered
	 */
	@Override
	public Map<String, String> getMetadata() {
		return member().map(ServiceGroupServiceInstance::metadata).orElse(Map.of());
	}

	Optional<Member> member() {
		return this.api.view(this.group).member(getInstanceId());
	}

	private ServiceGroupServiceInstance instance() {
		@Nullable ServiceGroupServiceInstance instance = member()
			.map((member) -> ServiceGroupServiceInstance.of(this.group, member))
			.orElse(null);
		if (instance == null) {
			throw new IllegalStateException("Member '" + getInstanceId() + "' is not registered in group '" + this.group
					+ "' with the capabilities 'host' and 'port'");
		}
		return instance;
	}

}
