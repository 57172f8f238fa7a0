package io.servicegroup.actuate;

import java.util.function.Function;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Sets switches over HTTP: {@code POST /actuator/servicegroup/{group}/{member}} with a
 * body such as {@code {"action": "disable", "reason": "its disk fails"}}. Ids with a
 * slash, which the path cannot hold, go into the body:
 * {@code POST /actuator/servicegroup} with {@code {"group": "web", "member": "host/1",
 * "action": "enable"}}. Unlike Spring Boot's default response, the response to an invalid
 * request contains the reason.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = ServiceGroupEndpoint.class)
public final class ServiceGroupEndpointWebExtension {

	private final ServiceGroupEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint to extend
	 */
	public ServiceGroupEndpointWebExtension(ServiceGroupEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Sets or clears a switch, see {@link ServiceGroupEndpoint#setSwitch}.
	 * @param group the group's id
	 * @param member the member's id
	 * @param action the action
	 * @param reason why the member is disabled
	 * @return the member's switches after the change; if the request is invalid, status
	 * 400 with the problem; if the store is unavailable, status 503 with the problem
	 */
	@WriteOperation
	public WebEndpointResponse<?> setSwitch(@Selector String group, @Selector String member, @Nullable String action,
			@Nullable String reason) {
		return respond(action, (given) -> this.endpoint.setSwitch(group, member, given, reason));
	}

	/**
	 * Sets or clears a switch of any member, or restores lost switches, see
	 * {@link ServiceGroupEndpoint#setSwitches}.
	 * @param group the group's id
	 * @param member the member's id
	 * @param action the action
	 * @param reason why the member is disabled
	 * @return the switches after the change, by member id, or a problem as above
	 */
	@WriteOperation
	public WebEndpointResponse<?> setSwitches(@Nullable String group, @Nullable String member, @Nullable String action,
			@Nullable String reason) {
		if (group == null) {
			return refusal("The request body has no group.", WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		return respond(action, (given) -> this.endpoint.setSwitches(group, given, member, reason));
	}

	private WebEndpointResponse<?> respond(@Nullable String action, Function<String, Object> change) {
		if (action == null) {
			return refusal("The request body has no action. " + ServiceGroupEndpoint.ACTIONS,
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		try {
			return new WebEndpointResponse<>(change.apply(action));
		}
		catch (InvalidEndpointRequestException ex) {
			return refusal(String.valueOf(ex.getReason()), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (ServiceGroupUnavailableException | CoordinationInterruptedException ex) {
			return refusal(ex.getMessage(), WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private WebEndpointResponse<?> refusal(String problem, int status) {
		return new WebEndpointResponse<>(new Refusal(problem), status);
	}

	private record Refusal(String problem) {
	}

}
