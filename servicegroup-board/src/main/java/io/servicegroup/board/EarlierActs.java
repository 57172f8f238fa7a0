package io.servicegroup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberSwitches;
import io.servicegroup.OperatorAct;
import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What operators did before this application read the group for the first time, as far as
 * the switches of that reading show it.
 */
final class EarlierActs {

	private EarlierActs() {
	}

	/**
	 * Returns the acts as events. They have the time of the act if it is known, otherwise
	 * that of the reading.
	 * @param switches the switches of the first reading, by member id
	 * @param asOf when it was
	 * @param acts what operators did last, by member id
	 */
	static List<BoardEvent> of(Map<String, MemberSwitches> switches, Instant asOf, Map<String, OperatorAct> acts) {
		List<BoardEvent> events = new ArrayList<>();
		switches.forEach((member, set) -> {
			OperatorAct act = OperatorActs.last(acts, member,
					set.forcedDown() ? OperatorAct.FORCE_DOWN : OperatorAct.DISABLE);
			if (set.forcedDown()) {
				events.add(event(Kind.FORCED_DOWN, member, set, act, asOf));
			}
			// Of one whose act is not known, the event that found it has the reason.
			else if (act != null) {
				events.add(event(Kind.DISABLED, member, set, act, asOf));
			}
		});
		return events;
	}

	private static BoardEvent event(Kind kind, String member, MemberSwitches set, @Nullable OperatorAct act,
			Instant asOf) {
		if (act == null) {
			return new BoardEvent(0, kind, member, asOf, MemberEventCause.PRESENT, set.reason(), null, 0, null);
		}
		Instant at = act.at().isBefore(asOf) ? act.at() : asOf;
		return new BoardEvent(0, kind, member, at, MemberEventCause.OPERATOR, set.reason(), act.operator(), 0, null);
	}

}
