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
 * Ten members on a memcached of 2 MB that another user floods in bursts, and an observer
 * who looks four times a second. All live all the time: whom he misses is wrongly down.
 */
public final class MemcachedEviction {

	private static final String GROUP = "g";

	private static final int MEMBERS = 10;

	/** Bytes: somewhat more than the group has. */
	private static final int LARGEST = 400;

	static final Duration BURST = Duration.ofSeconds(6);

	private final Map<String, Long> missing = new HashMap<>();

	private final List<Long> recoveries = new ArrayList<>();

	/** Of those who were missed when a burst ended: how long after its end. */
	private final List<Long> afterBursts = new ArrayList<>();

	private long burstEnd;

	/** Runs it, against a server with these options. */
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

	/** For how long each was missed who lived. */
	List<Duration> missed() {
		return this.recoveries.stream().map(Duration::ofMillis).toList();
	}

	/** How long after a flood's end those were back who were missed then. */
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

	/** By turns with the flood and without it; the last turn is one without. */
	private void observe(MemcachedServer server, Coordinator observer, long end) throws Exception {
		while (System.nanoTime() < end || !this.missing.isEmpty()) {
			try (MemcachedFlood flood = new MemcachedFlood(server, LARGEST)) {
				look(observer);
			}
			this.burstEnd = System.nanoTime();
			look(observer);
		}
	}

	private void look(Coordinator observer) throws InterruptedException {
		long end = System.nanoTime() + BURST.toNanos();
		while (System.nanoTime() < end) {
			try {
				see(observer.getMembers(GROUP));
			}
			catch (GroupNotFoundException ex) {
				see(Set.of());
			}
			catch (CoordinationException ex) {
				// He knows that he does not know: nobody is down for that.
			}
			Thread.sleep(250);
		}
	}

	private void see(Set<String> members) {
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
