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
 * A group, as the endpoint shows it.
 *
 * @param asOf when the store was read, or {@code null} if it could not be
 * @param leader the leader's id, or {@code null} if there is none, or none whose name is
 * known
 * @param leaderElected whether there is a leader, or {@code null} if that is not known:
 * it is shown for the groups where this application is a candidate, and read for one that
 * is asked for by its id
 * @param members the members, or {@code null} if the store could not be read
 * @param switched how operators have switched those that are not among the members:
 * forced down, or not alive
 * @param stale whether the store could not be read since
 * @param problem why not
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record GroupDescriptor(@Nullable Instant asOf, @Nullable String leader,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean leaderElected,
		@Nullable List<MemberDescriptor> members,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, MemberSwitches> switched, boolean stale,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String problem) {

	static Map<String, MemberSwitches> switched(GroupView view) {
		Map<String, MemberSwitches> absent = new TreeMap<>(view.switches());
		view.members().forEach((member) -> absent.remove(member.id()));
		return absent;
	}

}
