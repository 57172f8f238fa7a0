package io.servicegroup.actuate;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Selects members of a group, and a page of them. Members are sorted by id, and a page
 * begins after an id, so members that join or leave meanwhile shift no page.
 *
 * @param id a text that the member's id contains, or {@code null} for any
 * @param disabled whether the member is disabled, or {@code null} for any
 * @param after the id after which the page begins, or {@code null} for the first page
 * @param limit the maximum number of members, or {@code null} for all
 */
record MemberFilter(@Nullable String id, @Nullable Boolean disabled, @Nullable String after, @Nullable Integer limit) {

	MemberFilter {
		if (limit != null && limit < 1) {
			String why = "Invalid limit " + limit + ". Use a number from 1.";
			throw new InvalidEndpointRequestException(why, why);
		}
	}

	GroupDescriptor apply(GroupDescriptor group) {
		List<MemberDescriptor> members = group.members();
		if (members == null) {
			return group;
		}
		List<MemberDescriptor> matching = members.stream().filter(this::matches).toList();
		Stream<MemberDescriptor> page = matching.stream()
			.filter((member) -> this.after == null || member.id().compareTo(this.after) > 0);
		return group.withMembers(matching.size(), ((this.limit != null) ? page.limit(this.limit) : page).toList());
	}

	private boolean matches(MemberDescriptor member) {
		boolean isDisabled = member.switches() != null && member.switches().disabled();
		return (this.id == null || member.id().contains(this.id))
				&& (this.disabled == null || this.disabled == isDisabled);
	}

}
