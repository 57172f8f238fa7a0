package io.servicegroup.sample;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.servicegroup.GroupLeader;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * What the page draws, sent whenever it differs from what was sent before.
 *
 * @param group the group's id
 * @param backend the backend's name
 * @param url the coordination URL without secrets
 * @param timeoutMillis how long the store keeps a silent member
 * @param members sorted by id, or {@code null} if the group was never read
 * @param absent those that operators have switched and that are not up, sorted by id
 * @param leader who leads the group, or {@code null} if that is not known
 * @param events newest first
 */
record GroupState(String group, String backend, String url, long timeoutMillis, @Nullable List<Row> members,
		List<Absent> absent, @Nullable Leader leader, List<EventLog.Entry> events) {

	/**
	 * Who leads.
	 *
	 * @param elected whether somebody does
	 * @param id who, or {@code null} if that is not known
	 */
	record Leader(boolean elected, @Nullable String id) {

		static final Leader NOBODY = new Leader(false, null);

		static Leader of(GroupLeader leader) {
			return new Leader(true, leader.memberId());
		}

	}

	/**
	 * A member.
	 *
	 * @param id the member's id
	 * @param self whether it is this application
	 * @param up whether it is up
	 * @param capabilities what it says of itself
	 * @param since since when it is seen, or {@code null} if that is not known yet
	 * @param joined whether it joined then, or was there before
	 * @param switches how operators have switched it
	 */
	record Row(String id, boolean self, boolean up, Map<String, @Nullable Object> capabilities, @Nullable Instant since,
			boolean joined, MemberSwitches switches) {

		static Row of(Member member, EventLog.@Nullable Entry arrival) {
			return new Row(member.id(), member.self(), member.up(), member.capabilities(),
					(arrival != null) ? arrival.at() : null, arrival != null && arrival.kind() == EventLog.Kind.JOINED,
					member.switches());
		}

	}

	/**
	 * One that is forced down, or disabled and not alive.
	 *
	 * @param id the member's id
	 * @param self whether it is this application
	 * @param switches how operators have switched it
	 */
	record Absent(String id, boolean self, MemberSwitches switches) {
	}

}
