package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest events of the group, newest first, and when each member was first
 * seen. Thread-safe. Only {@link #awaitNews} blocks.
 */
class EventLog {

	private static final int MAX_ENTRIES = 50;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private final Map<String, Entry> arrivals = new HashMap<>();

	private final Map<String, MemberSwitches> switches = new HashMap<>();

	private @Nullable Instant firstReading;

	private long number;

	synchronized void on(MemberEvent event) {
		Entry entry = add(kind(event), event.member().id(), event.asOf());
		if (event instanceof MemberLeftEvent) {
			this.arrivals.remove(entry.member());
			this.switches.remove(entry.member());
			return;
		}
		if (event instanceof MemberJoinedEvent) {
			this.arrivals.put(entry.member(), entry);
		}
		this.switches.put(entry.member(), event.member().switches());
	}

	synchronized void on(LeadershipEvent event) {
		add((event instanceof LeaderElectedEvent) ? Kind.ELECTED : Kind.REVOKED, event.memberId(), event.at());
	}

	private Entry add(Kind kind, String member, Instant at) {
		Entry entry = new Entry(++this.number, kind, member, at);
		this.entries.addFirst(entry);
		if (this.entries.size() > MAX_ENTRIES) {
			this.entries.removeLast();
		}
		notifyAll();
		return entry;
	}

	private Kind kind(MemberEvent event) {
		if (event instanceof MemberChangedEvent) {
			return changed(event.member());
		}
		if (event instanceof MemberLeftEvent) {
			return event.member().switches().forcedDown() ? Kind.FORCED_DOWN : Kind.LEFT;
		}
		return wasThereBefore(event.member(), event.asOf()) ? Kind.FOUND : Kind.JOINED;
	}

	private Kind changed(Member member) {
		if (member.switches().equals(this.switches.get(member.id()))) {
			return Kind.CHANGED;
		}
		return member.switches().disabled() ? Kind.DISABLED : Kind.ENABLED;
	}

	/** The time at which the members of the first reading joined is unknown. */
	private boolean wasThereBefore(Member member, Instant asOf) {
		if (this.firstReading == null) {
			this.firstReading = asOf;
		}
		return asOf.equals(this.firstReading) && !member.self();
	}

	synchronized List<Entry> entries() {
		return List.copyOf(this.entries);
	}

	/**
	 * Returns the event that first listed a member, or {@code null} if there is none yet.
	 */
	synchronized @Nullable Entry arrival(String member) {
		return this.arrivals.get(member);
	}

	/** Waits until an entry is added or the time has elapsed. */
	synchronized void awaitNews(Duration time) throws InterruptedException {
		long seen = this.number;
		long deadline = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); this.number == seen && left > 0; left = deadline - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

	/**
	 * An event of a member.
	 *
	 * @param number the event's number, in ascending order
	 * @param kind the kind of event
	 * @param member the member's id
	 * @param at when the event was noticed: when the store was read that showed it
	 */
	record Entry(long number, Kind kind, String member, Instant at) {
	}

	enum Kind {

		/** The member was already listed when this application first read the group. */
		FOUND,

		JOINED, LEFT, CHANGED,

		/** An operator set or cleared a switch. */
		DISABLED, ENABLED, FORCED_DOWN,

		/** This application started or stopped leading the group. */
		ELECTED, REVOKED

	}

}
