package io.servicegroup.springcloud;

import java.util.Map;
import java.util.function.Supplier;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * Spring Cloud's service registry on top of {@link ServiceGroupAPI}. Only this
 * application itself can be registered. It joins and leaves its group as configured, so
 * only an application that wants to do so itself calls {@link #register} and
 * {@link #deregister}.
 * <p>
 * The status is kept as the operators' switches of the member, so all members see it.
 *
 * @since 0.1.0
 */
public final class ServiceGroupServiceRegistry implements ServiceRegistry<ServiceGroupRegistration> {

	private static final String UP = "UP";

	private static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

	private static final String DOWN = "DOWN";

	private final ServiceGroupAPI api;

	private final Supplier<? extends Map<String, ?>> capabilities;

	/**
	 * Creates the registry.
	 * @param api the API that joins and leaves the group
	 * @param capabilities returns the capabilities that {@link #register} joins with,
	 * called by it
	 */
	public ServiceGroupServiceRegistry(ServiceGroupAPI api, Supplier<? extends Map<String, ?>> capabilities) {
		this.api = api;
		this.capabilities = capabilities;
	}

	/**
	 * Joins the group, with the capabilities that are configured now.
	 * @throws io.servicegroup.ServiceGroupException if it is registered already
	 */
	@Override
	public void register(@Nullable ServiceGroupRegistration registration) {
		if (registration != null) {
			this.api.join(registration.getServiceId(), this.capabilities.get());
		}
	}

	/**
	 * Leaves the group.
	 */
	@Override
	public void deregister(@Nullable ServiceGroupRegistration registration) {
		if (registration != null) {
			this.api.leave(registration.getServiceId());
		}
	}

	/**
	 * Does nothing: the application leaves its group when it stops.
	 */
	@Override
	public void close() {
	}

	/**
	 * Sets the status that all members see.
	 * @param status {@code UP}, {@code OUT_OF_SERVICE} or {@code DOWN}
	 * @throws IllegalArgumentException if it is another one
	 */
	@Override
	public void setStatus(ServiceGroupRegistration registration, String status) {
		String group = registration.getServiceId();
		String member = registration.getInstanceId();
		switch (status) {
			case UP -> {
				this.api.enable(group, member);
				this.api.clearForcedDown(group, member);
			}
			case OUT_OF_SERVICE -> {
				this.api.disable(group, member, "Set by its service registry");
				this.api.clearForcedDown(group, member);
			}
			case DOWN -> this.api.forceDown(group, member);
			default ->
				throw new IllegalArgumentException("Unknown status '" + status + "'. Use UP, OUT_OF_SERVICE or DOWN.");
		}
	}

	/**
	 * Returns the status that the members see.
	 * @return {@code UP}, {@code OUT_OF_SERVICE}, or {@code DOWN} if it is forced down or
	 * not registered
	 */
	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	public <T> T getStatus(ServiceGroupRegistration registration) {
		MemberSwitches switches = registration.member().map(Member::switches).orElse(null);
		return (T) ((switches == null) ? DOWN : switches.disabled() ? OUT_OF_SERVICE : UP);
	}

}
