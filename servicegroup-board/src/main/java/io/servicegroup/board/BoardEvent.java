package io.servicegroup.board;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.MemberEventCause;
import org.jspecify.annotations.Nullable;

/**
 * An event of a member.
 *
 * @param number the event's number, in ascending order
 * @param kind the kind of event
 * @param member the member's id; empty for an event of the whole group
 * @param at when the event was noticed: when the store was read that showed it
 * @param cause what it results from
 * @param reason why an operator disabled the member, or {@code null}
 * @param change by how many the number of members that are up changed: 1, 0 or -1
 */
record BoardEvent(long number, Kind kind, String member, Instant at, MemberEventCause cause, @Nullable String reason,
		int change) {

	/** What an event takes in memory beside its texts. */
	private static final int OVERHEAD = 120;

	/** Returns about how much memory the event takes. */
	int bytes() {
		return OVERHEAD + 2 * this.member.length() + ((this.reason != null) ? 2 * this.reason.length() : 0);
	}

	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("number", this.number);
		json.put("kind", this.kind.name());
		json.put("member", this.member);
		json.put("at", this.at.toString());
		json.put("cause", this.cause.name());
		if (this.reason != null) {
			json.put("reason", this.reason);
		}
		return json;
	}

	enum Kind {

		/** The member was already listed when this application first read the group. */
		FOUND,

		JOINED, LEFT, CHANGED,

		/** An operator set or cleared a switch. */
		DISABLED, ENABLED, FORCED_DOWN,

		/** The store has lost a switch: no operator cleared it. */
		SWITCH_LOST,

		/** This application started or stopped leading the group. */
		ELECTED, REVOKED,

		/** The view of the group became stale, and fresh again. */
		STALE, FRESH

	}

}
