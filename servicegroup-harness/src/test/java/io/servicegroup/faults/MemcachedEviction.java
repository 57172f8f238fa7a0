package io.servicegroup.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tck.servers.MemcachedFlood;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * Runs ten members on a memcached of 2 MB that another client floods in bursts. An
 * observer reads the group four times a second. All members are alive, so each missing
 * one is a false down.
 */
public final class MemcachedEviction {

	private static final String GROUP = "g";

	private static final int MEMBERS = 10;

	/** In bytes; slightly larger than the group's item. */
	private static final int LARGEST = 400;

	static final Duration BURST = Duration.ofSeconds(6);

	private final Map<String, Long> missing = new HashMap<>();

	private final List<Long> recoveries = new ArrayList<>();

	/**
	 * For members that were missing at the end of a burst: milliseconds from its end
	 * until they were listed again.
	 */
	private final List<Long> afterBursts = new ArrayList<>();

	private long burstEnd;

	/** Runs members, flood and observer against a server with these options. */
	void run(Duration duration, String... options) throws Exception {
		Deque<AutoCloseable> opened = new ArrayDeque<>();
		try {
			MemcachedServer server = new MemcachedServer(options);
			opened.push(server);
			for (int i = 0; i < MEMBERS; i++) {
				opened.push(member(server, "m" + i, opened));
			}
			Coordinator observer = started(server, "observer");
			opened.push(observer);
			observe(server, observer, System.nanoTime() + duration.toNanos());
		}
		finally {
			while (!opened.isEmpty()) {
				opened.pop().close();
			}
		}
	}

	/** Returns for how long each live member was missing. */
	List<Duration> missed() {
		return this.recoveries.stream().map(Duration::ofMillis).toList();
	}

	/**
	 * Returns how long after the end of a flood the missing members were listed again.
	 */
	List<Duration> backAfterFlood() {
		return this.afterBursts.stream().map(Duration::ofMillis).toList();
	}

	private static Coordinator started(MemcachedServer server, String id) {
		Coordinator coordinator = Coordinators.get(server.url("timeout=4"), id);
		coordinator.start();
		return coordinator;
	}

	private static Heart member(MemcachedServer server, String id, Deque<AutoCloseable> opened) {
		Coordinator coordinator = started(server, id);
		opened.push(coordinator);
		coordinator.joinGroupCreate(GROUP, Map.of("weight", 1));
		Heart heart = new Heart("heart-" + id, coordinator::heartbeat,
				() -> coordinator.shortestTimeout().dividedBy(3));
		heart.start();
		return heart;
	}

	/** Observes alternately with and without the flood. The last phase is without it. */
	private void observe(MemcachedServer server, Coordinator observer, long end) throws Exception {
		while (System.nanoTime() < end || !this.missing.isEmpty()) {
			try (MemcachedFlood flood = new MemcachedFlood(server, LARGEST)) {
				poll(observer);
			}
			this.burstEnd = System.nanoTime();
			poll(observer);
		}
	}

	private void poll(Coordinator observer) throws InterruptedException {
		long end = System.nanoTime() + BURST.toNanos();
		while (System.nanoTime() < end) {
			try {
				update(observer.getMembers(GROUP));
			}
			catch (GroupNotFoundException ex) {
				update(Set.of());
			}
			catch (CoordinationException ex) {
				// A failed reading says nothing about members.
			}
			Thread.sleep(250);
		}
	}

	private void update(Set<String> members) {
		long now = System.nanoTime();
		for (int i = 0; i < MEMBERS; i++) {
			String id = "m" + i;
			if (!members.contains(id)) {
				this.missing.putIfAbsent(id, now);
			}
			else if (this.missing.containsKey(id)) {
				long since = this.missing.remove(id);
				this.recoveries.add(Duration.ofNanos(now - since).toMillis());
				if (since < this.burstEnd) {
					this.afterBursts.add(Duration.ofNanos(now - this.burstEnd).toMillis());
				}
			}
		}
	}

}
