package io.servicegroup.actuate;

import java.net.InetSocketAddress;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ServerWebExchange;

/**
 * Sets switches over HTTP in a reactive application, as
 * {@link ServiceGroupEndpointWebExtension} does in a servlet application. The remote
 * address is known if a {@link ServerWebExchangeContextFilter} is registered. Its
 * operations return a publisher, because Spring Boot invokes others without the
 * exchange's context.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = ServiceGroupEndpoint.class)
public final class ReactiveServiceGroupEndpointWebExtension {

	private final ServiceGroupEndpointWebExtension blocking;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint to extend
	 */
	public ReactiveServiceGroupEndpointWebExtension(ServiceGroupEndpoint endpoint) {
		this.blocking = new ServiceGroupEndpointWebExtension(endpoint);
	}

	/**
	 * Sets or clears a switch, see {@link ServiceGroupEndpointWebExtension#setSwitch}.
	 * @param security who calls, for the audit line
	 * @param group the group's id
	 * @param member the member's id
	 * @param action the action
	 * @param reason why the member is disabled
	 * @return the response
	 */
	@WriteOperation
	public Mono<WebEndpointResponse<?>> setSwitch(SecurityContext security, @Selector String group,
			@Selector String member, @Nullable String action, @Nullable String reason) {
		return respond(security, (caller) -> this.blocking.setSwitch(caller, group, member, action, reason));
	}

	/**
	 * Sets or clears a switch of any member, or restores lost switches, see
	 * {@link ServiceGroupEndpointWebExtension#setSwitches}.
	 * @param security who calls, for the audit line
	 * @param group the group's id
	 * @param member the member's id
	 * @param action the action
	 * @param reason why the member is disabled
	 * @return the response
	 */
	@WriteOperation
	public Mono<WebEndpointResponse<?>> setSwitches(SecurityContext security, @Nullable String group,
			@Nullable String member, @Nullable String action, @Nullable String reason) {
		return respond(security, (caller) -> this.blocking.setSwitches(caller, group, member, action, reason));
	}

	/**
	 * Makes the call on a thread that may block. A client that disconnects does not
	 * interrupt it.
	 */
	private static Mono<WebEndpointResponse<?>> respond(SecurityContext security,
			Function<RemoteCaller, WebEndpointResponse<?>> call) {
		return Mono.create((sink) -> {
			RemoteCaller caller = RemoteCaller.of(security, remoteAddress(sink.contextView()));
			Schedulers.boundedElastic().schedule(() -> respond(sink, caller, call));
		});
	}

	private static void respond(MonoSink<WebEndpointResponse<?>> sink, RemoteCaller caller,
			Function<RemoteCaller, WebEndpointResponse<?>> call) {
		try {
			sink.success(call.apply(caller));
		}
		catch (Exception ex) {
			sink.error(ex);
		}
	}

	private static @Nullable String remoteAddress(ContextView context) {
		ServerWebExchange exchange = ServerWebExchangeContextFilter.getExchange(context).orElse(null);
		InetSocketAddress address = (exchange != null) ? exchange.getRequest().getRemoteAddress() : null;
		if (address == null) {
			return null;
		}
		// A proxy's header may name a host: it is not looked up.
		return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
	}

}
