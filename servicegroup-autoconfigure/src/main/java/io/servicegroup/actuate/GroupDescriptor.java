package io.servicegroup.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.servicegroup.GroupView;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * A group in the response of the endpoint.
 *
 * @param asOf when the group was read, or {@code null} if it was never read successfully
 * @param leader the leader's member id, or {@code null} if no leader is elected or its id
 * is unknown
 * @param leaderElected whether a leader is elected, or {@code null} if unknown. It is
 * known for the groups in which this application is a candidate, and read for a group
 * that is requested by its id
 * @param memberCount the number of members that match the request's filter, on all pages,
 * or {@code null} if the group was never read successfully
 * @param members the members, sorted by id, or {@code null} if the group was never read
 * successfully
 * @param switched the switches of members that are forced down or not alive, by member id
 * @param lostSwitches the switches that the store has lost, by member id; the action
 * {@code restore-lost} sets them again
 * @param stale whether the latest attempt to read the group failed
 * @param problem why the group cannot be read, or {@code null} if there is no problem
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GroupDescriptor(@Nullable Instant asOf, @Nullable String leader,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean leaderElected, @Nullable Integer memberCount,
		@Nullable List<MemberDescriptor> members,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, MemberSwitches> switched,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, MemberSwitches> lostSwitches, boolean stale,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {

	/** Returns the switches of those that are not among the view's members. */
	static Map<String, MemberSwitches> switched(GroupView view) {
		Map<String, MemberSwitches> absent = new TreeMap<>(view.switches());
		view.members().forEach((member) -> absent.remove(member.id()));
		return absent;
	}

	GroupDescriptor withMembers(int count, List<MemberDescriptor> page) {
		return new GroupDescriptor(this.asOf, this.leader, this.leaderElected, count, page, this.switched,
				this.lostSwitches, this.stale, this.problem);
	}

}
