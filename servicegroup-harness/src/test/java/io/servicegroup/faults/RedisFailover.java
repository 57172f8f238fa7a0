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
 * Redis with three sentinels and a replica: the master is killed, or frozen, and the
 * members have to be back within the fail-over, one heartbeat and a second.
 */
public final class RedisFailover implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private static final Set<String> MEMBERS = Set.of("a", "b", "c");

	private final SentinelCluster cluster = new SentinelCluster();

	private final List<LiveServiceGroupAPI> apis = new ArrayList<>();

	private final List<MemberEvent> left = new CopyOnWriteArrayList<>();

	/**
	 * What is done to the master.
	 */
	public enum Fault {

		/** It ends; the replica has all data. */
		KILLED,

		/** It ends, and with it what the members wrote last. */
		KILLED_UNREPLICATED,

		/** It does not answer until another has its place. */
		FROZEN

	}

	/**
	 * What came of it.
	 *
	 * @param fault what was done
	 * @param failOver until the replica said that it is the master
	 * @param naming until all sentinels said so: a frozen master takes connections, so
	 * that who is still sent there loses a deadline
	 * @param back until all stood in the new one, with their newest capabilities, and saw
	 * that
	 * @param left who was told to have left, meanwhile
	 */
	public record Round(Fault fault, Duration failOver, Duration naming, Duration back, List<String> left) {

		/** From the end of the fail-over. */
		public Duration recovery() {
			return this.back.minus((this.fault == Fault.FROZEN) ? this.naming : this.failOver);
		}

		/** What is promised. */
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
		await().atMost(LONGEST).until(() -> isWell(0));
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
	 * Does it once. Leaves the former master as it is.
	 * @param round a number, to tell the capabilities of one round from another's
	 */
	public Round strike(Fault fault, int round) {
		int old = this.cluster.master();
		this.left.clear();
		long begun = strike(fault, old, round);
		await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(() -> this.cluster.isMaster(1 - old));
		long master = System.nanoTime();
		this.cluster.awaitNaming(1 - old);
		long named = System.nanoTime();
		await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(() -> isWell(round));
		return new Round(fault, Duration.ofNanos(master - begun), Duration.ofNanos(named - begun),
				Duration.ofNanos(System.nanoTime() - begun),
				this.left.stream().map((event) -> event.member().id()).toList());
	}

	private long strike(Fault fault, int old, int round) {
		if (fault == Fault.KILLED_UNREPLICATED) {
			// What is in the replica's socket already would reach it after all.
			this.cluster.server(1 - old).process().pause();
			this.cluster.server(old).probe().command("CLIENT", "KILL", "TYPE", "replica");
		}
		update(round);
		long begun = System.nanoTime();
		if (fault == Fault.FROZEN) {
			this.cluster.server(old).process().pause();
		}
		else {
			this.cluster.server(old).process().kill();
		}
		if (fault == Fault.KILLED_UNREPLICATED) {
			this.cluster.server(1 - old).process().resume();
		}
		return begun;
	}

	private void update(int round) {
		this.apis.stream()
			.filter((api) -> !api.getStatus().groups().isEmpty())
			.forEach((api) -> api.updateCapabilities("g", Map.of("round", round)));
	}

	/** Everybody stands in the store, newest capabilities and all, and knows it. */
	private boolean isWell(int round) {
		return this.apis.stream().allMatch((api) -> isWell(api, round));
	}

	private static boolean isWell(LiveServiceGroupAPI api, int round) {
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

	/** Has the former master back, as a replica. */
	public void mend(Fault fault) {
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
