package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.GroupNotes;
import io.servicegroup.tooz.ToozUrl;

/**
 * Membership in memcached as OpenStack Nova's driver {@code mc} has it: a key that stands
 * is a member that is up.
 */
final class NovaMemcachedBackend implements Backend {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration CLOSING = Duration.ofMillis(400);

	private final String memberId;

	private final Duration membershipTimeout;

	private final Duration deadline;

	private final MemcachedLink link;

	private final MemcachedCommands commands;

	private final NovaMembership membership;

	private final IdList groups;

	private final AskedFor askedFor = new AskedFor();

	private final Clock clock = Clock.systemUTC();

	private final GroupNotes notes;

	NovaMemcachedBackend(ToozUrl url, String memberId) {
		this.memberId = memberId;
		Duration timeout = url.time("timeout", DEFAULT_TIMEOUT);
		this.membershipTimeout = Expiry.granted(timeout);
		this.deadline = ToozUrl.callTimeout(this.membershipTimeout);
		this.link = new MemcachedLink(MemcachedAddress.of(url.hosts().get(0)), MemcachedAccess.of(url), this.deadline);
		this.commands = new MemcachedCommands(this.link);
		this.membership = new NovaMembership(this.commands, memberId, timeout, this.deadline, this.clock);
		this.groups = new IdList(this.commands, NovaKeys.GROUPS, this.deadline);
		this.notes = new GroupNotes(new MemcachedNotes(this.commands, NovaKeys::notes), this.deadline);
	}

	@Override
	public void connect() {
		this.commands.connect(NovaKeys.GROUPS);
	}

	@Override
	public Duration membershipTimeout() {
		return this.membershipTimeout;
	}

	private NovaGroup group(String group) {
		return new NovaGroup(this.commands, group, this.deadline);
	}

	@Override
	public Set<String> groups() {
		return this.groups.read();
	}

	@Override
	public void createGroup(String group) {
		group(group).create();
		this.groups.add(group);
	}

	@Override
	public void deleteGroup(String group) {
		group(group).delete();
		this.groups.remove(group);
	}

	/** The list behind the key: whoever saw no key, and is to tidy up, fails by this. */
	@Override
	public void join(String group, byte[] capabilities) {
		this.membership.join(group, capabilities);
		group(group).list().enter(this.memberId);
	}

	@Override
	public void leave(String group) {
		this.membership.leave(group);
		group(group).list().remove(this.memberId);
	}

	@Override
	public void evict(String group) {
		this.membership.evict(group);
		group(group).list().remove(this.memberId);
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return group(group).members(this.askedFor.in(group), this.clock);
	}

	@Override
	public boolean lookFor(String group, String member) {
		return NovaKeys.canHold(group, member) && this.askedFor.add(group, member);
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		if (memberships.isEmpty()) {
			this.commands.ping(NovaKeys.GROUPS);
			return Set.of();
		}
		Supplier<Set<String>> renewal = this.membership.renewal(memberships);
		List<String> keys = new ArrayList<>(memberships.keySet().stream().map(NovaKeys::members).toList());
		keys.add(NovaKeys.GROUPS);
		Map<String, Item> lists = this.commands.get(keys).get();
		Set<String> lost = renewal.get();
		Set<String> kept = new LinkedHashSet<>(memberships.keySet());
		kept.removeAll(lost);
		restoreLists(lists, kept);
		return lost;
	}

	/** What an eviction has hit alone; a join mends the rest. */
	private void restoreLists(Map<String, Item> lists, Set<String> groups) {
		Set<String> listed = this.groups.idsOrNone(lists.get(NovaKeys.GROUPS));
		for (String group : groups) {
			IdList list = group(group).list();
			if (!list.idsOrNone(lists.get(NovaKeys.members(group))).contains(this.memberId)) {
				list.enter(this.memberId);
			}
			if (!listed.contains(group)) {
				this.groups.add(group);
			}
		}
	}

	@Override
	public GroupNotes notes() {
		return this.notes;
	}

	@Override
	public void close() {
		this.link.hurry(CLOSING);
		this.link.close();
	}

}
