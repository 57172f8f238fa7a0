package io.servicegroup.actuate;

import java.util.function.Function;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
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

	private static final Logger logger = LoggerFactory.getLogger(ServiceGroupEndpointWebExtension.class);

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
	 * @param security who calls, for the audit line
	 * @param group the group's id
	 * @param member the member's id
	 * @param action the action
	 * @param reason why the member is disabled
	 * @return the member's switches after the change; if the request is invalid, status
	 * 400 with the problem; if the store is unavailable, status 503 with the problem
	 */
	@WriteOperation
	public WebEndpointResponse<?> setSwitch(SecurityContext security, @Selector String group, @Selector String member,
			@Nullable String action, @Nullable String reason) {
		return setSwitch(RemoteCaller.of(security), group, member, action, reason);
	}

	WebEndpointResponse<?> setSwitch(RemoteCaller caller, String group, String member, @Nullable String action,
			@Nullable String reason) {
		return respond(caller, new Request(group, member, action, reason),
				(given) -> this.endpoint.setSwitch(group, member, given, reason, caller.operator()));
	}

	/**
	 * Sets or clears a switch of any member, or restores lost switches, see
	 * {@link ServiceGroupEndpoint#setSwitches}.
	 * @param security who calls, for the audit line
	 * @param group the group's id
	 * @param member the member's id
	 * @param action the action
	 * @param reason why the member is disabled
	 * @return the switches after the change, by member id, or a problem as above
	 */
	@WriteOperation
	public WebEndpointResponse<?> setSwitches(SecurityContext security, @Nullable String group, @Nullable String member,
			@Nullable String action, @Nullable String reason) {
		return setSwitches(RemoteCaller.of(security), group, member, action, reason);
	}

	WebEndpointResponse<?> setSwitches(RemoteCaller caller, @Nullable String group, @Nullable String member,
			@Nullable String action, @Nullable String reason) {
		if (group == null) {
			return refusal("The request body has no group.", WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		return respond(caller, new Request(group, member, action, reason),
				(given) -> this.endpoint.setSwitches(group, given, member, reason, caller.operator()));
	}

	private WebEndpointResponse<?> respond(RemoteCaller caller, Request request, Function<String, Object> change) {
		String action = request.action;
		if (action == null) {
			return refusal("The request body has no action. " + ServiceGroupEndpoint.ACTIONS,
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		try {
			Object switches = change.apply(action);
			log(caller, request, "done");
			return new WebEndpointResponse<>(switches);
		}
		catch (InvalidEndpointRequestException ex) {
			log(caller, request, "refused");
			return refusal(String.valueOf(ex.getReason()), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		catch (ServiceGroupUnavailableException | CoordinationInterruptedException ex) {
			log(caller, request, "failed");
			return refusal(ex.getMessage(), WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private WebEndpointResponse<?> refusal(String problem, int status) {
		return new WebEndpointResponse<>(new Refusal(problem), status);
	}

	private static void log(RemoteCaller caller, Request request, String result) {
		logger.info("Audit: action '{}' on member '{}' of group '{}', reason '{}', by {}: {}",
				Printable.of(request.action), Printable.of(request.member), Printable.of(request.group),
				Printable.of(request.reason), caller, result);
	}

	private record Request(String group, @Nullable String member, @Nullable String action, @Nullable String reason) {
	}

	private record Refusal(String problem) {
	}

}
