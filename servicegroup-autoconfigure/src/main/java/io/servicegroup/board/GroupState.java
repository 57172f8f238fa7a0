package io.servicegroup.board;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.servicegroup.GroupLeader;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * The state that the page draws. It is sent whenever it has changed.
 *
 * @param group the group's id
 * @param backend the backend's name
 * @param url the coordination URL without secrets
 * @param timeoutMillis the membership timeout in milliseconds
 * @param members the members, sorted by id, or {@code null} if the group was never read
 * @param absent the members that have switches set and are not up, sorted by id
 * @param leader the leader of the group, or {@code null} if unknown
 * @param events the events, newest first
 * @param links the addresses of endpoints, relative to the page, by endpoint id
 */
record GroupState(String group, String backend, String url, long timeoutMillis, @Nullable List<Row> members,
		List<Absent> absent, @Nullable Leader leader, List<EventLog.Entry> events, Map<String, String> links) {

	/**
	 * The leader.
	 *
	 * @param elected whether a leader is elected
	 * @param id the leader's member id, or {@code null} if unknown
	 */
	record Leader(boolean elected, @Nullable String id) {

		static final Leader NONE = new Leader(false, null);

		static Leader of(GroupLeader leader) {
			return new Leader(true, leader.memberId());
		}

	}

	/**
	 * A member.
	 *
	 * @param id the member's id
	 * @param self whether it is this application
	 * @param capabilities the member's capabilities
	 * @param since when it was first seen, or {@code null} if unknown
	 * @param joined whether it joined then; otherwise it was already a member
	 * @param switches the switches that operators have set on it
	 */
	record Row(String id, boolean self, Map<String, @Nullable Object> capabilities, @Nullable Instant since,
			boolean joined, MemberSwitches switches) {

		static Row of(Member member, EventLog.@Nullable Entry arrival) {
			return new Row(member.id(), member.self(), member.capabilities(), (arrival != null) ? arrival.at() : null,
					arrival != null && arrival.kind() == EventLog.Kind.JOINED, member.switches());
		}

	}

	/**
	 * A member that is forced down, or disabled and not alive.
	 *
	 * @param id the member's id
	 * @param self whether it is this application
	 * @param switches the switches that operators have set on it
	 */
	record Absent(String id, boolean self, MemberSwitches switches) {
	}

}
