package io.servicegroup.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.SentinelCluster;
import io.servicegroup.tooz.coordination.Coordinators;

import static org.awaitility.Awaitility.await;

/**
 * Redis with three sentinels and a replica. The master is killed or frozen, and the
 * members have to be back within the fail-over plus one heartbeat and a second.
 */
public final class RedisFailover implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Set<String> MEMBERS = Set.of("a", "b", "c");

	private final SentinelCluster cluster = new SentinelCluster();

	private final List<LiveServiceGroupAPI> apis = new ArrayList<>();

	private final List<MemberEvent> left = new CopyOnWriteArrayList<>();

	/**
	 * The faults of the master.
	 */
	public enum Fault {

		/** The master is killed; the replica has all data. */
		KILLED,

		/** The master is killed, and the last writes are lost. */
		KILLED_UNREPLICATED,

		/** The master does not answer until the replica has replaced it. */
		FROZEN

	}

	/**
	 * What was measured in one round. Durations count from the fault.
	 *
	 * @param fault the fault
	 * @param failOver until the replica reported that it is the master
	 * @param naming until all sentinels named the new master. A frozen master accepts
	 * connections, so a client that is still sent there waits until its deadline.
	 * @param back until all members were registered with the new master, with their
	 * latest capabilities, and saw each other
	 * @param left the members that were reported as having left
	 */
	public record Round(Fault fault, Duration failOver, Duration naming, Duration back, List<String> left) {

		/** Returns the time from the end of the fail-over until all members were back. */
		public Duration recovery() {
			return this.back.minus((this.fault == Fault.FROZEN) ? this.naming : this.failOver);
		}

		/** Whether all members were back within one heartbeat and a second. */
		public boolean isWithinBound() {
			return recovery().compareTo(TIMEOUT.dividedBy(3).plusSeconds(1)) <= 0;
		}

	}

	public RedisFailover() {
		MEMBERS.forEach((id) -> api(id).want("g", Map.of("round", 0)));
		this.apis.forEach(LiveServiceGroupAPI::start);
		LiveServiceGroupAPI observer = api("observer");
		observer.start();
		observer.addListener("g", (event) -> {
			if (event instanceof MemberLeftEvent) {
				this.left.add(event);
			}
		});
		await().atMost(LIMIT).until(() -> isHealthy(0));
	}

	private LiveServiceGroupAPI api(String id) {
		LiveServiceGroupAPI api = new LiveServiceGroupAPI(
				new ToozServiceGroupDriver(Coordinators.parse(this.cluster.url("timeout=" + TIMEOUT.toSeconds())), id),
				null, Duration.ofMillis(300), List.of());
		this.apis.add(api);
		return api;
	}

	public SentinelCluster cluster() {
		return this.cluster;
	}

	/**
	 * Injects the fault and waits for the recovery. Leaves the former master as it is.
	 * @param round the number of the round, which is written to the capabilities
	 */
	public Round inject(Fault fault, int round) {
		int old = this.cluster.master();
		this.left.clear();
		long start = inject(fault, old, round);
		await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> this.cluster.isMaster(1 - old));
		long master = System.nanoTime();
		this.cluster.awaitNaming(1 - old);
		long named = System.nanoTime();
		await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> isHealthy(round));
		return new Round(fault, Duration.ofNanos(master - start), Duration.ofNanos(named - start),
				Duration.ofNanos(System.nanoTime() - start),
				this.left.stream().map((event) -> event.member().id()).toList());
	}

	private long inject(Fault fault, int old, int round) {
		if (fault == Fault.KILLED_UNREPLICATED) {
			// Otherwise the replica would still receive what is in its socket's buffer.
			this.cluster.server(1 - old).process().pause();
			this.cluster.server(old).probe().command("CLIENT", "KILL", "TYPE", "replica");
		}
		update(round);
		long start = System.nanoTime();
		if (fault == Fault.FROZEN) {
			this.cluster.server(old).process().pause();
		}
		else {
			this.cluster.server(old).process().kill();
		}
		if (fault == Fault.KILLED_UNREPLICATED) {
			this.cluster.server(1 - old).process().resume();
		}
		return start;
	}

	private void update(int round) {
		this.apis.stream()
			.filter((api) -> !api.getStatus().groups().isEmpty())
			.forEach((api) -> api.updateCapabilities("g", Map.of("round", round)));
	}

	/**
	 * Whether all members are UP and registered with their latest capabilities, and every
	 * view shows that.
	 */
	private boolean isHealthy(int round) {
		return this.apis.stream().allMatch((api) -> isHealthy(api, round));
	}

	private static boolean isHealthy(LiveServiceGroupAPI api, int round) {
		try {
			Map<String, Object> rounds = api.view("g")
				.members()
				.stream()
				.collect(Collectors.toMap(Member::id, (member) -> member.capabilities().get("round")));
			return api.getStatus().isUp() && !api.view("g").stale() && rounds.keySet().equals(MEMBERS)
					&& rounds.values().stream().allMatch((seen) -> ((Number) seen).intValue() == round);
		}
		catch (ServiceGroupException ex) {
			return false;
		}
	}

	/** Repairs the former master, which becomes a replica. */
	public void repair(Fault fault) {
		int old = 1 - this.cluster.master();
		if (fault == Fault.FROZEN) {
			this.cluster.server(old).process().resume();
		}
		else {
			this.cluster.start(old);
		}
		this.cluster.awaitHealth();
	}

	@Override
	public void close() {
		this.apis.forEach(LiveServiceGroupAPI::close);
		this.cluster.close();
	}

}
