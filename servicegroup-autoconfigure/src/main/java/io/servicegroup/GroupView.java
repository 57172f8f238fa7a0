package io.servicegroup;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An immutable snapshot of a group, which knows when it was read. Look-ups are in memory.
 */
public final class GroupView {

	private final String group;

	private final Instant asOf;

	private final boolean stale;

	private final Map<String, Member> members;

	private final List<Member> list;

	private final Map<String, MemberSwitches> switches;

	/**
	 * Creates a fresh view of a group in which nothing is switched.
	 * @param group the group's id
	 * @param asOf when the store was read
	 * @param members the members it listed
	 */
	public GroupView(String group, Instant asOf, Collection<Member> members) {
		this(group, asOf, members, Map.of());
	}

	/**
	 * Creates a fresh view.
	 * @param group the group's id
	 * @param asOf when the store was read
	 * @param members the members that are up
	 * @param switches how operators have switched members, be they up or not
	 */
	public GroupView(String group, Instant asOf, Collection<Member> members, Map<String, MemberSwitches> switches) {
		this.group = group;
		this.asOf = asOf;
		this.stale = false;
		this.members = index(members);
		this.list = List.copyOf(this.members.values());
		this.switches = Map.copyOf(switches);
	}

	private GroupView(GroupView last) {
		this.group = last.group;
		this.asOf = last.asOf;
		this.stale = true;
		this.members = last.members;
		this.list = last.list;
		this.switches = last.switches;
	}

	private static Map<String, Member> index(Collection<Member> members) {
		Map<String, Member> index = new LinkedHashMap<>();
		members.stream().sorted(Comparator.comparing(Member::id)).forEach((member) -> index.put(member.id(), member));
		return index;
	}

	/**
	 * Returns this view, marked as one that could not be read anew.
	 * @return the same members as of the same moment
	 */
	public GroupView asStale() {
		return new GroupView(this);
	}

	/**
	 * Returns the group that was read.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

	/**
	 * Returns when the store was read.
	 * @return the moment, by this machine's clock
	 */
	public Instant asOf() {
		return this.asOf;
	}

	/**
	 * Returns whether the last attempt to read the group again has failed, or the last
	 * reading was too old when this view was asked for.
	 * @return whether the store may have moved on since {@link #asOf()}
	 */
	public boolean stale() {
		return this.stale;
	}

	/**
	 * Returns the members.
	 * @return sorted by id
	 */
	public List<Member> members() {
		return this.list;
	}

	/**
	 * Returns how operators have switched members: those that are up, and those that are
	 * not, such as the ones that are forced down.
	 * @return the switches by member id, of the switched only
	 */
	public Map<String, MemberSwitches> switches() {
		return this.switches;
	}

	/**
	 * Looks a member up.
	 * @param id the member's id
	 * @return the member, if the store listed it
	 */
	public Optional<Member> member(String id) {
		return Optional.ofNullable(this.members.get(id));
	}

	/**
	 * Tells whether a member was up.
	 * @param id the member's id
	 * @return whether the store listed it as up
	 */
	public boolean isUp(String id) {
		Member member = this.members.get(id);
		return member != null && member.up();
	}

	@Override
	public String toString() {
		return "GroupView[" + this.group + " as of " + this.asOf + (this.stale ? ", stale" : "") + ": "
				+ this.members.keySet() + "]";
	}

}
