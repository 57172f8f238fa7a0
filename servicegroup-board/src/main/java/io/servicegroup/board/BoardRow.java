package io.servicegroup.board;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * A member: one that is up, or one that is not and has switches set or lost.
 *
 * @param id the member's id
 * @param self whether it is this application
 * @param up whether it is up
 * @param since when it was first seen, or {@code null} if unknown
 * @param joined whether it joined then; otherwise it was already a member
 * @param capabilities the member's capabilities
 * @param problem why they cannot be read, or {@code null} if they can
 * @param switches the switches that operators have set on it
 * @param operator who has set them, or {@code null} if that is not known
 * @param switchedAt when they were set, or {@code null} if that is not known
 * @param lost the switches that the store has lost
 */
record BoardRow(String id, boolean self, boolean up, @Nullable Instant since, boolean joined,
		Map<String, @Nullable Object> capabilities, @Nullable String problem, MemberSwitches switches,
		@Nullable String operator, @Nullable Instant switchedAt, MemberSwitches lost) {

	static BoardRow up(Member member, @Nullable BoardEvent arrival, @Nullable String operator,
			@Nullable Instant switchedAt, MemberSwitches lost) {
		return new BoardRow(member.id(), member.self(), true, (arrival != null) ? arrival.at() : null,
				arrival != null && arrival.kind() == BoardEvent.Kind.JOINED, member.capabilities(),
				member.capabilitiesProblem(), member.switches(), operator, switchedAt, lost);
	}

	/**
	 * Returns the row of a member that is not up.
	 * @param capabilities those that it had last
	 */
	static BoardRow absent(String id, boolean self, Map<String, @Nullable Object> capabilities, MemberSwitches switches,
			@Nullable String operator, @Nullable Instant switchedAt, MemberSwitches lost) {
		return new BoardRow(id, self, false, null, false, capabilities, null, switches, operator, switchedAt, lost);
	}

	/** Returns whether the page shows it among all others, and not before them. */
	boolean isWell() {
		return this.up && this.problem == null && this.switches.equals(MemberSwitches.NONE)
				&& this.lost.equals(MemberSwitches.NONE);
	}

	Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("id", this.id);
		json.put("up", this.up);
		if (this.self) {
			json.put("self", true);
		}
		if (this.since != null) {
			json.put("since", this.since.toString());
			json.put("joined", this.joined);
		}
		json.put("capabilities", this.capabilities);
		if (this.problem != null) {
			json.put("problem", this.problem);
		}
		put(json, "switches", this.switches);
		put(json, "lost", this.lost);
		if (this.operator != null) {
			json.put("operator", this.operator);
		}
		if (this.switchedAt != null) {
			json.put("switchedAt", this.switchedAt.toString());
		}
		return json;
	}

	private static void put(Map<String, @Nullable Object> json, String name, MemberSwitches switches) {
		if (switches.equals(MemberSwitches.NONE)) {
			return;
		}
		Map<String, @Nullable Object> set = new LinkedHashMap<>();
		set.put("disabled", switches.disabled());
		set.put("reason", switches.reason());
		set.put("forcedDown", switches.forcedDown());
		json.put(name, set);
	}

}
