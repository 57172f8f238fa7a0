package io.servicegroup.springcloud;

import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;

/**
 * The reactive variant of {@link ServiceGroupDiscoveryClient}. The first query of a
 * service reads the store, so queries run on a thread that may block.
 *
 * @since 0.1.0
 */
public final class ServiceGroupReactiveDiscoveryClient implements ReactiveDiscoveryClient {

	private final ServiceGroupDiscoveryClient client;

	/**
	 * Creates the client.
	 * @param client the client to query
	 */
	public ServiceGroupReactiveDiscoveryClient(ServiceGroupDiscoveryClient client) {
		this.client = client;
	}

	@Override
	public String description() {
		return "Service group reactive discovery client";
	}

	@Override
	public Flux<ServiceInstance> getInstances(String serviceId) {
		return blocking(() -> this.client.getInstances(serviceId));
	}

	@Override
	public Flux<String> getServices() {
		return blocking(this.client::getServices);
	}

	@Override
	public Mono<Void> reactiveProbe() {
		return Mono.<Void>fromRunnable(this.client::probe).subscribeOn(Schedulers.boundedElastic());
	}

	private static <T> Flux<T> blocking(Supplier<? extends Iterable<T>> query) {
		return Flux.defer(() -> Flux.fromIterable(query.get())).subscribeOn(Schedulers.boundedElastic());
	}

}
