package io.servicegroup.springcloud;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.servicegroup.GroupView;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

/**
 * Spring Cloud's discovery client on top of {@link ServiceGroupAPI}: the service's id is
 * the group's id.
 * <p>
 * The first query of a service reads the store; later ones are look-ups in memory. While
 * the store is unavailable, the instances that were read last are returned. Members that
 * are disabled, forced down, or do not say where they listen, are left out.
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServiceGroupDiscoveryClient implements DiscoveryClient {

	private static final Logger logger = LoggerFactory.getLogger(ServiceGroupDiscoveryClient.class);

	private final ServiceGroupAPI api;

	/** Of a query that fails at present, so that its failure is logged once. */
	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	private volatile List<String> services = List.of();

	/** The instances of each view that was queried last, so that only changes cost. */
	private final Map<String, Instances> latest = new ConcurrentHashMap<>();

	/**
	 * Creates the client.
	 * @param api the API that knows the groups
	 */
	public ServiceGroupDiscoveryClient(ServiceGroupAPI api) {
		this.api = api;
	}

	@Override
	public String description() {
		return "Service group discovery client";
	}

	/**
	 * Returns the instances of a service. Throws no exception if the store is
	 * unavailable: Spring Cloud would not ask its other discovery clients then.
	 * @param serviceId the group's id
	 * @return the instances, sorted by member id; empty if the group has no members, the
	 * store is unavailable and the group was never read, or the backend does not accept
	 * the id
	 */
	@Override
	public List<ServiceInstance> getInstances(String serviceId) {
		return query("Instances of service '" + Printable.of(serviceId) + "'", () -> instances(serviceId), List.of());
	}

	private List<ServiceInstance> instances(String serviceId) {
		GroupView view = this.api.view(serviceId);
		Instances instances = this.latest.get(serviceId);
		if (instances == null || instances.view() != view) {
			instances = Instances.of(view);
			this.latest.put(serviceId, instances);
		}
		return instances.list();
	}

	/**
	 * Reads the ids of all groups from the store, including groups without members.
	 * @return the ids; those that were read last if the store is unavailable
	 */
	@Override
	public List<String> getServices() {
		return query("Services", () -> this.services = List.copyOf(this.api.getGroups()), this.services);
	}

	/**
	 * Reads the ids of all groups.
	 * @throws io.servicegroup.ServiceGroupUnavailableException if the store is
	 * unavailable
	 */
	@Override
	public void probe() {
		this.api.getGroups();
	}

	private <T> List<T> query(String what, Supplier<List<T>> query, List<T> otherwise) {
		try {
			List<T> found = query.get();
			this.failing.remove(what);
			return found;
		}
		catch (InvalidServiceGroupException ex) {
			logger.debug("{} are not in the coordination service", what, ex);
			return List.of();
		}
		catch (ServiceGroupException ex) {
			if (this.failing.add(what)) {
				logger.warn("{} cannot be read: those that were read last, or none, are returned until the store is "
						+ "available. Cause: {}", what, Printable.of(ex.getMessage()));
			}
			return otherwise;
		}
	}

	private record Instances(GroupView view, List<ServiceInstance> list) {

		static Instances of(GroupView view) {
			return new Instances(view, view.members()
				.stream()
				.filter((member) -> !member.switches().disabled())
				.<@Nullable ServiceInstance>map((member) -> ServiceGroupServiceInstance.of(view.group(), member))
				.filter(Objects::nonNull)
				.toList());
		}

	}

}
