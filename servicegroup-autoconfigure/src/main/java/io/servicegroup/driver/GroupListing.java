package io.servicegroup.driver;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;

/**
 * A reading of a group by a driver.
 *
 * @param members the members that are up, each with its switches
 * @param switches the operators' switches by member id, also of members that are not up
 * @param records the records that hold the switches
 */
public record GroupListing(List<Member> members, Map<String, MemberSwitches> switches, SwitchRecords records) {

	/**
	 * Creates a listing whose switches are not in a record.
	 * @param members the members that are up, each with its switches
	 * @param switches the operators' switches by member id
	 */
	public GroupListing(List<Member> members, Map<String, MemberSwitches> switches) {
		this(members, switches, SwitchRecords.NONE);
	}

	/**
	 * Creates a listing of the registered members, without those that are forced down.
	 * @param living the members whose registration has not expired
	 * @param switches the operators' switches by member id
	 * @param records the records that hold the switches
	 * @return the listing
	 */
	public static GroupListing of(List<Member> living, Map<String, MemberSwitches> switches, SwitchRecords records) {
		return new GroupListing(switches.isEmpty() ? living
				: living.stream()
					.map((member) -> member
						.withSwitches(Objects.requireNonNullElse(switches.get(member.id()), MemberSwitches.NONE)))
					.filter((member) -> !member.switches().forcedDown())
					.toList(),
				switches, records);
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
