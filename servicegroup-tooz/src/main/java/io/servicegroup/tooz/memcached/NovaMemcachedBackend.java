package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.RecentIds;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;

/**
 * Membership in memcached in the format of OpenStack Nova's driver {@code mc}: a member
 * is up while its key exists.
 */
final class NovaMemcachedBackend implements Backend {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(400);

	private final String memberId;

	private final Duration membershipTimeout;

	private final Duration deadline;

	private final MemcachedCommands commands;

	/** The connection for heartbeats, which must not wait for readings. */
	private final MemcachedCommands heart;

	private final WriteProbe writable;

	private final NovaMembership membership;

	private final IdList groups;

	/**
	 * The members of each group that an application has asked for by name: members that
	 * only Nova has written are not in any list.
	 */
	private final Map<String, RecentIds> recentlyAsked = new ConcurrentHashMap<>();

	private final Clock clock = Clock.systemUTC();

	private final GroupAnnotations annotations;

	NovaMemcachedBackend(ToozUrl url, String memberId) {
		this.memberId = memberId;
		Duration timeout = url.time("timeout", DEFAULT_TIMEOUT);
		this.membershipTimeout = Expiry.granted(timeout);
		this.deadline = ToozUrl.callTimeout(this.membershipTimeout);
		this.commands = new MemcachedCommands(url, this.deadline);
		this.heart = new MemcachedCommands(url, this.deadline);
		this.writable = new WriteProbe(this.commands, memberId, timeout);
		this.membership = new NovaMembership(this.heart, memberId, timeout, this.deadline, this.clock);
		this.groups = new IdList(this.commands, NovaKeys.GROUPS, this.deadline);
		this.annotations = new GroupAnnotations(new MemcachedAnnotations(this.commands, NovaKeys::annotations),
				this.deadline);
	}

	@Override
	public void connect() {
		this.heart.connect(NovaKeys.GROUPS);
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

	/**
	 * Writes the key, then the list. So a process that has read no key, and is about to
	 * remove the member from the list, fails.
	 */
	@Override
	public void join(String group, byte[] capabilities) {
		this.membership.join(group, capabilities);
		group(group).list().addOrRewrite(this.memberId);
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
		return group(group).members(recentlyAsked(group).all(), this.clock);
	}

	@Override
	public void requireWritable() {
		this.writable.require();
	}

	@Override
	public boolean track(String group, String member) {
		return NovaKeys.fits(group, member) && recentlyAsked(group).add(member);
	}

	private RecentIds recentlyAsked(String group) {
		return this.recentlyAsked.computeIfAbsent(group, (id) -> new RecentIds());
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		if (memberships.isEmpty()) {
			this.heart.ping(NovaKeys.GROUPS);
			return Set.of();
		}
		Set<String> lost = this.membership.renewal(memberships).await();
		List<String> keys = new ArrayList<>(memberships.keySet().stream().map(NovaKeys::memberList).toList());
		keys.add(NovaKeys.GROUPS);
		Map<String, Item> lists = this.commands.get(keys).await();
		Set<String> kept = new LinkedHashSet<>(memberships.keySet());
		kept.removeAll(lost);
		restoreLists(lists, kept);
		return lost;
	}

	/**
	 * Restores lists that were evicted while the member's key was kept. If the key is
	 * missing as well, a join restores both.
	 */
	private void restoreLists(Map<String, Item> lists, Set<String> groups) {
		Set<String> listed = this.groups.idsOrNone(lists.get(NovaKeys.GROUPS));
		for (String group : groups) {
			IdList list = group(group).list();
			if (!list.idsOrNone(lists.get(NovaKeys.memberList(group))).contains(this.memberId)) {
				list.addOrRewrite(this.memberId);
			}
			if (!listed.contains(group)) {
				this.groups.add(group);
			}
		}
	}

	@Override
	public GroupAnnotations annotations() {
		return this.annotations;
	}

	@Override
	public void close() {
		this.heart.limitTimeout(CLOSE_TIMEOUT);
		this.commands.limitTimeout(CLOSE_TIMEOUT);
		this.heart.close();
		this.commands.close();
	}

}
