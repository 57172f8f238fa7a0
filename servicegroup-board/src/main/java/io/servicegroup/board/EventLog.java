package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeadershipEvent;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import io.servicegroup.OperatorAct;
import io.servicegroup.board.BoardEvent.Kind;
import io.servicegroup.tooz.Departure;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest events of the group, bounded by their age and their size in memory,
 * and when each member was first seen. Thread-safe. Only {@link #awaitNews} blocks.
 */
final class EventLog {

	private static final Set<Kind> GONE = EnumSet.of(Kind.LEFT, Kind.DIED, Kind.GONE);

	private final String group;

	private final int maxBytes;

	/** The newest first. */
	private final Deque<BoardEvent> entries = new ArrayDeque<>();

	private final Map<String, BoardEvent> arrivals = new HashMap<>();

	private final Map<String, MemberSwitches> switches = new HashMap<>();

	private @Nullable Instant firstReading;

	/** The events after this time are kept; {@code null} if none was dropped. */
	private @Nullable Instant known;

	/** What operators did before the first reading; {@code null} before it. */
	private @Nullable List<BoardEvent> earlier;

	/**
	 * Whether events of an earlier process were added and the group was not read since.
	 */
	private boolean restored;

	private int bytes;

	private long number;

	/**
	 * Creates the log.
	 * @param group the group whose events are kept
	 * @param maxBytes the maximum size of the events in memory, about
	 */
	EventLog(String group, int maxBytes) {
		this.group = group;
		this.maxBytes = maxBytes;
	}

	/**
	 * Notes events of members. Browsers are sent all of them together.
	 * @param departures how members left, by id, as far as that is known
	 * @param acts what operators did last, by member id
	 */
	synchronized void on(List<MemberEvent> together, Map<String, Departure> departures, Map<String, OperatorAct> acts) {
		together.forEach((event) -> on(event,
				(event instanceof MemberLeftEvent) ? departures.get(event.member().id()) : null, acts));
	}

	/**
	 * Notes an event of a member.
	 * @param how how a member left, or {@code null} if that is not known
	 * @param acts what operators did last, by member id
	 */
	synchronized void on(MemberEvent event, @Nullable Departure how, Map<String, OperatorAct> acts) {
		if (!event.group().equals(this.group)) {
			return;
		}
		String member = event.member().id();
		int change = (event instanceof MemberJoinedEvent) ? 1 : (event instanceof MemberLeftEvent) ? -1 : 0;
		Kind kind = kind(event, how);
		BoardEvent entry = add(kind, member, event.asOf(), event.cause(), event.member().switches().reason(),
				operator(kind, event.cause(), acts.get(member)), change);
		if (event instanceof MemberLeftEvent) {
			this.arrivals.remove(member);
			this.switches.remove(member);
			return;
		}
		if (event instanceof MemberJoinedEvent) {
			this.arrivals.put(member, entry);
		}
		this.switches.put(member, event.member().switches());
	}

	synchronized void on(LeadershipEvent event) {
		if (event.group().equals(this.group)) {
			add((event instanceof LeaderElectedEvent) ? Kind.ELECTED : Kind.REVOKED, event.memberId(), event.at(),
					MemberEventCause.REGISTRATION, null, null, 0);
		}
	}

	/** Notes an event of the whole group. */
	synchronized void group(Kind kind, Instant at) {
		add(kind, "", at, MemberEventCause.REGISTRATION, null, null, 0);
	}

	/**
	 * Notes what operators did before the first reading: it explains who is not in
	 * service, but browsers are not sent it. Only the first call counts.
	 */
	synchronized void earlier(Supplier<List<BoardEvent>> acts) {
		if (this.earlier == null) {
			this.earlier = acts.get()
				.stream()
				.filter((act) -> this.entries.stream()
					.noneMatch((entry) -> entry.kind() == act.kind() && entry.member().equals(act.member())))
				.toList();
		}
	}

	/** Adds an event of an earlier process. */
	synchronized void restore(BoardEvent event) {
		if (this.known == null && (event.kind() == Kind.BEGIN || event.change() != 0)) {
			this.known = event.at();
		}
		if (event.kind() != Kind.BEGIN) {
			keep(new BoardEvent(++this.number, event.kind(), event.member(), event.at(), event.cause(), event.reason(),
					event.operator(), event.change(), event.were()));
		}
	}

	/** Notes that what happened from a time to {@link #started} is not known. */
	synchronized void stopped(Instant at, Set<String> up) {
		this.restored = true;
		keep(new BoardEvent(++this.number, Kind.STOPPED, "", at, MemberEventCause.REGISTRATION, null, null, 0,
				Set.copyOf(up)));
	}

	/** Notes the first reading after a restart. */
	synchronized void started(Instant at) {
		if (this.restored) {
			this.restored = false;
			group(Kind.STARTED, at);
		}
	}

	/** Returns the members that were up before the first event, as an event. */
	synchronized @Nullable BoardEvent base() {
		TimeLine line = this.entries.isEmpty() ? null : timeLine(this.entries.getFirst().at());
		return (line == null) ? null : new BoardEvent(0, Kind.BEGIN, "", line.from(), MemberEventCause.REGISTRATION,
				null, null, 0, line.first());
	}

	/**
	 * Returns the time line that ends at a time, or {@code null} before the first event.
	 */
	synchronized @Nullable TimeLine timeLine(Instant to) {
		Instant begin = (this.known != null) ? this.known : this.firstReading;
		if (begin == null || begin.isAfter(to)) {
			return null;
		}
		Instant dayBefore = to.minus(TimeLine.LENGTH);
		// An outage is noted after what has happened since the last reading before it.
		List<BoardEvent> before = (this.earlier != null) ? this.earlier : List.of();
		List<BoardEvent> sorted = Stream.concat(this.entries.stream(), before.stream())
			.sorted(Comparator.comparing(BoardEvent::at).reversed())
			.toList();
		return new TimeLine(sorted, Set.copyOf(this.switches.keySet()), begin.isBefore(dayBefore) ? dayBefore : begin,
				to);
	}

	private BoardEvent add(Kind kind, String member, Instant at, MemberEventCause cause, @Nullable String reason,
			@Nullable String operator, int change) {
		return keep(new BoardEvent(++this.number, kind, member, at, cause, reason, operator, change, null));
	}

	private BoardEvent keep(BoardEvent entry) {
		this.entries.addFirst(entry);
		this.bytes += entry.bytes();
		Instant oldest = entry.at().minus(TimeLine.LENGTH);
		while (this.entries.size() > 1
				&& (this.bytes > this.maxBytes || this.entries.getLast().at().isBefore(oldest))) {
			BoardEvent dropped = this.entries.removeLast();
			this.bytes -= dropped.bytes();
			this.known = dropped.at();
		}
		notifyAll();
		return entry;
	}

	private Kind kind(MemberEvent event, @Nullable Departure how) {
		if (event instanceof MemberChangedEvent) {
			return changed(event);
		}
		if (event instanceof MemberLeftEvent) {
			return event.member().switches().forcedDown() ? Kind.FORCED_DOWN : left(how);
		}
		if (event.cause() == MemberEventCause.STORE_LOSS && this.firstReading != null) {
			return Kind.SWITCH_LOST;
		}
		return wasThereBefore(event) ? Kind.FOUND : Kind.JOINED;
	}

	/** The last act is another one if a release that notes none has acted since. */
	private static @Nullable String operator(Kind kind, MemberEventCause cause, @Nullable OperatorAct act) {
		String action = switch (kind) {
			case DISABLED -> OperatorAct.DISABLE;
			case ENABLED -> OperatorAct.ENABLE;
			case FORCED_DOWN -> OperatorAct.FORCE_DOWN;
			case JOINED -> (cause == MemberEventCause.OPERATOR) ? OperatorAct.CLEAR_FORCED_DOWN : "";
			default -> "";
		};
		return (act != null && act.action().equals(action)) ? act.operator() : null;
	}

	private static Kind left(@Nullable Departure how) {
		return (how == Departure.LEFT) ? Kind.LEFT : (how == Departure.DIED) ? Kind.DIED : Kind.GONE;
	}

	private Kind changed(MemberEvent event) {
		MemberSwitches now = event.member().switches();
		if (now.equals(this.switches.get(event.member().id()))) {
			return Kind.CHANGED;
		}
		if (event.cause() == MemberEventCause.STORE_LOSS) {
			return Kind.SWITCH_LOST;
		}
		return now.disabled() ? Kind.DISABLED : Kind.ENABLED;
	}

	/** The time at which such a member joined is unknown. */
	private boolean wasThereBefore(MemberEvent event) {
		if (this.firstReading == null) {
			this.firstReading = event.asOf();
		}
		boolean first = event.cause() == MemberEventCause.PRESENT || event.cause() == MemberEventCause.STORE_LOSS;
		return first && !event.member().self();
	}

	/** Returns the newest events, the newest first. */
	synchronized List<BoardEvent> latest(int max) {
		return this.entries.stream().limit(max).toList();
	}

	/** Returns the events after a number, the newest first, but not more than some. */
	synchronized List<BoardEvent> since(long after, int max) {
		List<BoardEvent> newer = new ArrayList<>();
		for (Iterator<BoardEvent> all = this.entries.iterator(); all.hasNext() && newer.size() < max;) {
			BoardEvent entry = all.next();
			if (entry.number() <= after) {
				break;
			}
			newer.add(entry);
		}
		return newer;
	}

	/**
	 * Returns the event that first listed a member, or {@code null} if there is none yet.
	 */
	synchronized @Nullable BoardEvent arrival(String member) {
		return this.arrivals.get(member);
	}

	/** Returns the members that left after a time and are not back, and how they did. */
	synchronized Map<String, Kind> leftSince(Instant time) {
		Map<String, Kind> left = new HashMap<>();
		for (BoardEvent entry : this.entries) {
			if (entry.at().isBefore(time)) {
				break;
			}
			if (GONE.contains(entry.kind()) && !this.switches.containsKey(entry.member())) {
				left.putIfAbsent(entry.member(), entry.kind());
			}
		}
		return left;
	}

	/** Returns the number of the newest event. */
	synchronized long number() {
		return this.number;
	}

	/** Waits until there is an event after a number or the time has elapsed. */
	synchronized void awaitNews(long seen, Duration time) throws InterruptedException {
		long deadline = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); this.number == seen && left > 0; left = deadline - System.nanoTime()) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
		}
	}

}
