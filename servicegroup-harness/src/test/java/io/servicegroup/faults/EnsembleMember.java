package io.servicegroup.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.GroupView;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

import static org.awaitility.Awaitility.await;

/**
 * A member that observes its group as an application does, with a second reader that
 * polls every 20 ms to notice short gaps.
 */
final class EnsembleMember implements AutoCloseable {

	private static final String GROUP = "ensemble";

	private final String id;

	private final LiveServiceGroupAPI api;

	private final Coordinator reader;

	private final List<String> left = new CopyOnWriteArrayList<>();

	private final Set<String> missed = ConcurrentHashMap.newKeySet();

	private volatile Set<String> expected = Set.of();

	private volatile boolean wasDown;

	private volatile boolean wasStale;

	private volatile long lastRead = System.nanoTime();

	private volatile long longestGap;

	private volatile boolean closed;

	EnsembleMember(String url, String id) {
		this.id = id;
		this.api = new LiveServiceGroupAPI(new ToozServiceGroupDriver(Coordinators.parse(url), id), null,
				Duration.ofMillis(300), List.of());
		this.api.want(GROUP, Map.of());
		this.api.start();
		this.api.addListener(GROUP, this::note);
		this.reader = Coordinators.get(url, id + "-reader");
		Thread thread = new Thread(this::read, "reader-" + id);
		thread.setDaemon(true);
		thread.start();
	}

	private void note(MemberEvent event) {
		if (event instanceof MemberLeftEvent) {
			this.left.add(event.member().id());
		}
	}

	private void read() {
		while (!this.closed) {
			try {
				Set<String> missing = new HashSet<>(this.expected);
				missing.removeAll(this.reader.getMembers(GROUP));
				this.missed.addAll(missing);
				endGap();
			}
			catch (CoordinationException ex) {
				// A failed reading counts as an outage, not as a missing member.
			}
			if (!isUp()) {
				this.wasDown = true;
			}
			GroupView view = this.api.getStatus().views().get(GROUP);
			if (view != null && view.stale() && this.expected.stream().allMatch(view::isUp)) {
				this.wasStale = true;
			}
			pause();
		}
	}

	private void endGap() {
		long now = System.nanoTime();
		this.longestGap = Math.max(this.longestGap, now - this.lastRead);
		this.lastRead = now;
	}

	private static void pause() {
		try {
			Thread.sleep(20);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Resets the measurements, and records from now on which of these members are
	 * missing.
	 */
	void expect(Set<String> expected) {
		this.expected = expected;
		this.left.clear();
		this.missed.clear();
		this.wasDown = false;
		this.wasStale = false;
		this.longestGap = 0;
	}

	String id() {
		return this.id;
	}

	/** Returns the members that left, by the events received since the reset. */
	List<String> left() {
		return this.left;
	}

	/** Returns the members that were missing in at least one reading since the reset. */
	Set<String> missed() {
		return this.missed;
	}

	/** Whether its view was stale and still contained all members. */
	boolean wasStale() {
		return this.wasStale;
	}

	/** Returns the longest time without a successful reading since the reset. */
	Duration longestGap() {
		return Duration.ofNanos(Math.max(this.longestGap, System.nanoTime() - this.lastRead));
	}

	boolean wasDown() {
		return this.wasDown;
	}

	void awaitUp() {
		await().atMost(Duration.ofSeconds(10)).until(this::isUp);
	}

	boolean isUp() {
		return this.api.getStatus().isUp();
	}

	GroupView view() {
		return this.api.view(GROUP);
	}

	/** Whether it has sent a heartbeat and seen these members since a point in time. */
	boolean isHealthySince(Instant moment, Set<String> members) {
		GroupView view = this.api.getStatus().views().get(GROUP);
		Duration age = this.api.getStatus().lastHeartbeat();
		return isUp() && age != null && Instant.now().minus(age).isAfter(moment) && view != null && !view.stale()
				&& view.asOf().isAfter(moment) && members.stream().allMatch(view::isUp);
	}

	@Override
	public void close() {
		this.closed = true;
		this.api.close();
		this.reader.close();
	}

}
