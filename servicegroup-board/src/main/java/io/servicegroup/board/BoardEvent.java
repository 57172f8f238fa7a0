package io.servicegroup.board;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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
 * @param reason why an operator disabled the member, or {@code null} if it is not
 * disabled after the event
 * @param operator the name of the operator whose act it is, or {@code null}
 * @param change by how many the number of members that are up changed: 1, 0 or -1; of a
 * summary, by their number
 * @param were the members that were up before, where what happened since is not known; of
 * a summary, the members that were found; otherwise {@code null}
 */
record BoardEvent(long number, Kind kind, String member, Instant at, MemberEventCause cause, @Nullable String reason,
		@Nullable String operator, int change, @Nullable Set<String> were) {

	/** A summary names so many members. */
	static final int MAX_NAMES = 20;

	/** What an event takes in memory beside its texts. */
	private static final int OVERHEAD = 120;

	/** Returns about how much memory the event takes. */
	int bytes() {
		int texts = this.member.length() + length(this.reason) + length(this.operator);
		if (this.were != null) {
			texts += this.were.stream().mapToInt((id) -> id.length() + OVERHEAD / 2).sum();
		}
		return OVERHEAD + 2 * texts;
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
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
		if (this.operator != null) {
			json.put("operator", this.operator);
		}
		if (this.kind == Kind.FOUND && this.were != null) {
			json.put("count", this.were.size());
			json.put("members", this.were.stream().sorted().limit(MAX_NAMES).toList());
		}
		return json;
	}

	enum Kind {

		/** The member was already listed when this application first read the group. */
		FOUND,

		JOINED, CHANGED,

		/** The member left in order. */
		LEFT,

		/** The member's heartbeats ended, and its registration expired. */
		DIED,

		/** The member left or died: the store does not say which. */
		GONE,

		/** An operator set or cleared a switch. */
		DISABLED, ENABLED, FORCED_DOWN,

		/** The store has lost a switch: no operator cleared it. */
		SWITCH_LOST,

		/** This application started or stopped leading the group. */
		ELECTED, REVOKED,

		/** The view of the group became stale, and fresh again. */
		STALE, FRESH,

		/**
		 * This application stopped, and had read the group again after its next start.
		 */
		STOPPED, STARTED,

		/** The history begins; only in its file. */
		BEGIN

	}

}
