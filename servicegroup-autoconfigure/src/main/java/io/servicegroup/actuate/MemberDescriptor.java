package io.servicegroup.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * A member in the response of the endpoint.
 *
 * @param id the member's id
 * @param self whether it is this application
 * @param up whether it is up; always {@code true}, as only such members are listed
 * @param capabilities the member's capabilities
 * @param capabilitiesProblem why they cannot be read, or {@code null} if they can
 * @param updatedAt the last time at which the member is known to be alive, see
 * {@link GroupView#updatedTime}
 * @param switches the switches that operators have set on it, or {@code null} for none
 * @since 0.1.0
 */
public record MemberDescriptor(String id, boolean self, boolean up, Map<String, @Nullable Object> capabilities,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String capabilitiesProblem, Instant updatedAt,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MemberSwitches switches) {

	static List<MemberDescriptor> of(GroupView view) {
		return view.members().stream().map((member) -> of(view, member)).toList();
	}

	private static MemberDescriptor of(GroupView view, Member member) {
		return new MemberDescriptor(member.id(), member.self(), true, member.capabilities(),
				member.capabilitiesProblem(), view.updatedTime(member.id()).orElse(member.updatedAt()),
				member.switches().equals(MemberSwitches.NONE) ? null : member.switches());
	}

}
