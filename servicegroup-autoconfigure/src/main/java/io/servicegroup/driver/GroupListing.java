package io.servicegroup.driver;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;

/**
 * A group as a driver reads it.
 *
 * @param members the members that are up, each as it is switched
 * @param switches how operators have switched members, be they up or not
 */
public record GroupListing(List<Member> members, Map<String, MemberSwitches> switches) {

	/**
	 * Makes a listing of all that live: those that are forced down are not up.
	 * @param living the members that say that they live
	 * @param switches how operators have switched members
	 * @return the listing
	 */
	public static GroupListing of(List<Member> living, Map<String, MemberSwitches> switches) {
		return new GroupListing(switches.isEmpty() ? living : living.stream()
			.map((member) -> member.with(Objects.requireNonNullElse(switches.get(member.id()), MemberSwitches.NONE)))
			.filter((member) -> !member.switches().forcedDown())
			.toList(), switches);
	}

	/**
	 * Finds a member that is up.
	 * @param id the member's id
	 * @return the member, if it is up
	 */
	public Optional<Member> member(String id) {
		return this.members.stream().filter((member) -> member.id().equals(id)).findFirst();
	}

	/**
	 * Returns whether a member is up.
	 * @param id the member's id
	 * @return whether it is
	 */
	public boolean isUp(String id) {
		return member(id).isPresent();
	}

}
