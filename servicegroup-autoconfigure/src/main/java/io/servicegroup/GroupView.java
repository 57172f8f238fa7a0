package io.servicegroup;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.servicegroup.tooz.concurrent.VersionedMap;

/**
 * An immutable snapshot of a group and the time at which it was read. All look-ups are in
 * memory.
 *
 * @since 0.1.0
 */
public final class GroupView {

	private final String group;

	private final Instant asOf;

	private final boolean stale;

	/** Whether the times of the members come from the store. */
	private final boolean timed;

	private final VersionedMap<Member> members;

	private final List<Member> list;

	private final Map<String, MemberSwitches> switches;

	private final Map<String, MemberSwitches> lostSwitches;

	/**
	 * Creates a fresh view of a group whose members have no switch set.
	 * @param group the group's id
	 * @param asOf when the store was read
	 * @param members the members that the store listed
	 */
	public GroupView(String group, Instant asOf, Collection<Member> members) {
		this(group, asOf, members, Map.of());
	}

	/**
	 * Creates a fresh view.
	 * @param group the group's id
	 * @param asOf when the store was read
	 * @param members the members that are up
	 * @param switches the switches that operators have set, by member id, also for
	 * members that are not up
	 */
	public GroupView(String group, Instant asOf, Collection<Member> members, Map<String, MemberSwitches> switches) {
		this.group = group;
		this.asOf = asOf;
		this.stale = false;
		this.timed = true;
		this.members = VersionedMap.of(members, Member::id);
		this.list = this.members.sorted();
		this.switches = Map.copyOf(switches);
		this.lostSwitches = Map.of();
	}

	private GroupView(GroupView view, Instant asOf, boolean stale, boolean timed,
			Map<String, MemberSwitches> lostSwitches) {
		this.group = view.group;
		this.asOf = asOf;
		this.stale = stale;
		this.timed = timed;
		this.members = view.members;
		this.list = view.list;
		this.switches = view.switches;
		this.lostSwitches = lostSwitches;
	}

	/**
	 * Returns a copy of this view that is marked stale.
	 * @return a view with the same members and the same time of reading
	 */
	public GroupView asStale() {
		return new GroupView(this, this.asOf, true, this.timed, this.lostSwitches);
	}

	/**
	 * Returns a copy for a later reading that found the group unchanged. Takes constant
	 * time and memory.
	 * @param asOf when the store was read
	 * @return a view with the same list of members
	 */
	public GroupView readAgain(Instant asOf) {
		return new GroupView(this, asOf, this.stale, this.timed, this.lostSwitches);
	}

	/**
	 * Returns a copy for a store that records no times.
	 * @return a view whose {@link #updatedTime} is {@link #asOf()}
	 */
	public GroupView withoutTimes() {
		return new GroupView(this, this.asOf, this.stale, false, this.lostSwitches);
	}

	/**
	 * Returns a copy with switches that the store has lost.
	 * @param lost the switches by member id
	 * @return the copy
	 */
	public GroupView withLostSwitches(Map<String, MemberSwitches> lost) {
		return new GroupView(this, this.asOf, this.stale, this.timed, Map.copyOf(lost));
	}

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

	/**
	 * Returns when the store was read.
	 * @return the time, by this machine's clock
	 */
	public Instant asOf() {
		return this.asOf;
	}

	/**
	 * Returns whether this view is stale: the latest attempt to read the group failed, or
	 * the latest reading was too old when this view was requested.
	 * @return whether the group may have changed since {@link #asOf()}
	 */
	public boolean stale() {
		return this.stale;
	}

	/**
	 * Returns the members.
	 * @return the members, sorted by id
	 */
	public List<Member> members() {
		return this.list;
	}

	/**
	 * Returns the switches that operators have set, also for members that are not up,
	 * such as those that are forced down.
	 * @return the switches by member id; members without any are left out
	 */
	public Map<String, MemberSwitches> switches() {
		return this.switches;
	}

	/**
	 * Returns the switches that operators had set and that the store has lost, as this
	 * application last read them. Each is listed until it is set again, or cleared by
	 * this application.
	 * @return the switches by member id
	 * @see ServiceGroupAPI#restoreLostSwitches
	 */
	public Map<String, MemberSwitches> lostSwitches() {
		return this.lostSwitches;
	}

	/**
	 * Returns a member.
	 * @param id the member's id
	 * @return the member, if the store listed it
	 */
	public Optional<Member> member(String id) {
		return Optional.ofNullable(this.members.get(id));
	}

	/**
	 * Returns the last time at which a member is known to be alive:
	 * {@link Member#updatedAt()} if the store records times, otherwise {@link #asOf()}.
	 * @param id the member's id
	 * @return the time, if the store listed the member
	 */
	public Optional<Instant> updatedTime(String id) {
		return member(id).map((member) -> this.timed ? member.updatedAt() : this.asOf);
	}

	/**
	 * Returns whether a member was up when the group was read.
	 * @param id the member's id
	 * @return whether the store listed it as up
	 */
	public boolean isUp(String id) {
		return this.members.containsKey(id);
	}

	@Override
	public String toString() {
		return "GroupView[" + this.group + " as of " + this.asOf + (this.stale ? ", stale" : "") + ": "
				+ this.list.stream().map(Member::id).toList() + "]";
	}

}
