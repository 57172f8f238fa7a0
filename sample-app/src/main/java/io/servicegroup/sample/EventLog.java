package io.servicegroup.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The last events of the group, newest first, and since when each member is seen.
 * Thread-safe; nobody waits here but those who wait for news.
 */
@Component
class EventLog {

	private static final int LONGEST = 50;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private final Map<String, Entry> arrivals = new HashMap<>();

	private final Map<String, MemberSwitches> switches = new HashMap<>();

	private @Nullable Instant firstReading;

	private long number;

	@EventListener
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

	@EventListener
	synchronized void on(LeadershipEvent event) {
		add((event instanceof LeaderElectedEvent) ? Kind.ELECTED : Kind.REVOKED, event.memberId(), event.at());
	}

	private Entry add(Kind kind, String member, Instant at) {
		Entry entry = new Entry(++this.number, kind, member, at);
		this.entries.addFirst(entry);
		if (this.entries.size() > LONGEST) {
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

	/** When those joined that the first reading lists, nobody here can know. */
	private boolean wasThereBefore(Member member, Instant asOf) {
		if (this.firstReading == null) {
			this.firstReading = asOf;
		}
		return asOf.equals(this.firstReading) && !member.self();
	}

	synchronized List<Entry> entries() {
		return List.copyOf(this.entries);
	}

	/** How a member came to be listed, or {@code null} if that is not known yet. */
	synchronized @Nullable Entry arrival(String member) {
		return this.arrivals.get(member);
	}

	/** Returns once an entry is made, or the time is over. */
	synchronized void awaitNews(Duration time) throws InterruptedException {
		wait(time.toMillis());
	}

	/**
	 * Something that happened to a member.
	 *
	 * @param number counts up
	 * @param kind what happened
	 * @param member the member's id
	 * @param at when it was noticed: when the store was read that showed it
	 */
	record Entry(long number, Kind kind, String member, Instant at) {
	}

	enum Kind {

		/** Was listed already when this application first looked. */
		FOUND,

		JOINED, LEFT, CHANGED,

		/** By an operator. */
		DISABLED, ENABLED, FORCED_DOWN,

		/** This application began, or ceased, to lead. */
		ELECTED, REVOKED

	}

}
