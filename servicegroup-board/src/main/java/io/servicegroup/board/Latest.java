package io.servicegroup.board;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import io.servicegroup.OperatorAct;
import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Knows of each member that is not well since when, and who has done it. Takes each event
 * once. Not thread-safe.
 */
final class Latest {

	/** So many members of each kind are known, those of the latest events. */
	private static final int MAX_MEMBERS = 10_000;

	private static final Map<Trouble.Kind, Kind> SWITCHES = new EnumMap<>(
			Map.of(Trouble.Kind.DISABLED, Kind.DISABLED, Trouble.Kind.FORCED_DOWN, Kind.FORCED_DOWN,
					Trouble.Kind.LOST_DISABLED, Kind.SWITCH_LOST, Trouble.Kind.LOST_FORCED_DOWN, Kind.SWITCH_LOST));

	/** The members that are gone and not back, by the event with which they went. */
	private final Map<String, BoardEvent> departed = new LinkedHashMap<>();

	/** The last event of each kind in which a switch was set or lost. */
	private final Map<Kind, Map<String, BoardEvent>> switched = new EnumMap<>(Kind.class);

	private Map<String, OperatorAct> acts = Map.of();

	private long seen;

	/** Takes the events that have happened since, and forgets those that are old. */
	void take(EventLog log, Map<String, OperatorAct> acts, Instant oldest) {
		List<BoardEvent> newer = log.since(this.seen, Integer.MAX_VALUE);
		for (int i = newer.size() - 1; i >= 0; i--) {
			take(newer.get(i));
		}
		this.acts = acts;
		this.departed.values().removeIf((event) -> event.at().isBefore(oldest));
	}

	void take(BoardEvent event) {
		this.seen = event.number();
		if (event.change() < 0) {
			put(this.departed, event);
		}
		else if (event.change() > 0) {
			this.departed.remove(event.member());
		}
		if (SWITCHES.containsValue(event.kind())) {
			put(this.switched.computeIfAbsent(event.kind(), (kind) -> new LinkedHashMap<>()), event);
		}
	}

	/** Inserted again, so that the first one is the oldest. */
	private static void put(Map<String, BoardEvent> events, BoardEvent event) {
		events.remove(event.member());
		events.put(event.member(), event);
		if (events.size() > MAX_MEMBERS) {
			events.remove(events.keySet().iterator().next());
		}
	}

	/**
	 * Returns the ids of the members that went in this way, are not back, and not forced
	 * down, sorted.
	 */
	List<String> departed(Kind kind, GroupView view) {
		return this.departed.values()
			.stream()
			.filter((event) -> event.kind() == kind && !view.isUp(event.member())
					&& !view.switches().getOrDefault(event.member(), MemberSwitches.NONE).forcedDown())
			.map(BoardEvent::member)
			.sorted()
			.toList();
	}

	/**
	 * Returns when a member got this trouble, or {@link Instant#MIN} if that is not
	 * known.
	 */
	Instant at(Trouble.Kind kind, String member) {
		BoardEvent event = event(kind, member);
		OperatorAct act = act(kind, member);
		return (event != null) ? event.at() : (act != null) ? act.at() : Instant.MIN;
	}

	/**
	 * Returns who has set the switch of a member, or {@code null} if that is not known.
	 */
	@Nullable String operator(Trouble.Kind kind, String member) {
		BoardEvent event = event(kind, member);
		OperatorAct act = act(kind, member);
		return (act != null) ? act.operator() : (event != null) ? event.operator() : null;
	}

	/** Returns when the worst of these switches was set, or {@code null}. */
	@Nullable Instant at(MemberSwitches switches, String member) {
		Instant at = switches.equals(MemberSwitches.NONE) ? Instant.MIN : at(kind(switches), member);
		return at.equals(Instant.MIN) ? null : at;
	}

	/** Returns who has set the worst of these switches, or {@code null}. */
	@Nullable String operator(MemberSwitches switches, String member) {
		return switches.equals(MemberSwitches.NONE) ? null : operator(kind(switches), member);
	}

	private static Trouble.Kind kind(MemberSwitches switches) {
		return switches.forcedDown() ? Trouble.Kind.FORCED_DOWN : Trouble.Kind.DISABLED;
	}

	private @Nullable BoardEvent event(Trouble.Kind kind, String member) {
		Kind of = SWITCHES.get(kind);
		return (of == null) ? this.departed.get(member) : this.switched.getOrDefault(of, Map.of()).get(member);
	}

	/** The last act of the member, if it is this one. */
	private @Nullable OperatorAct act(Trouble.Kind kind, String member) {
		String action = (kind == Trouble.Kind.DISABLED) ? OperatorAct.DISABLE
				: (kind == Trouble.Kind.FORCED_DOWN) ? OperatorAct.FORCE_DOWN : "";
		return OperatorActs.last(this.acts, member, action);
	}

}
