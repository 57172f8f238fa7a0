package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.GroupNotes;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberNotJoined;
import io.servicegroup.tooz.SerializationError;
import io.servicegroup.tooz.LockContender;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership and locks in memcached, in the format of tooz's driver. Each round trip has
 * the deadline; a call makes a constant number of them, but for the changes that other
 * processes are faster at.
 */
final class MemcachedBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(MemcachedBackend.class);

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration CLOSING = Duration.ofMillis(400);

	private final String memberId;

	private final Duration timeout;

	private final Duration lockTimeout;

	private final MemcachedLink link;

	private final MemcachedCommands commands;

	private final MemberClaim claim;

	private final IdList list;

	private final MemcachedGroups groups;

	private final MemberListing listing;

	private final GroupNotes notes;

	private final MemcachedLocks locks;

	private final Losses losses;

	MemcachedBackend(ToozUrl url, String memberId) {
		this.memberId = memberId;
		Duration usual = url.time("timeout", DEFAULT_TIMEOUT);
		this.timeout = url.time("membership_timeout", usual);
		Duration ofLocks = url.time("lock_timeout", usual);
		Duration ofLeaders = url.time("leader_timeout", usual);
		this.lockTimeout = Collections.min(List.of(ofLocks, ofLeaders));
		Clock clock = Clock.systemUTC();
		Duration deadline = ToozUrl
			.callTimeout(Expiry.granted(Collections.min(List.of(this.timeout, this.lockTimeout))));
		this.link = new MemcachedLink(MemcachedAddress.of(url.hosts().get(0)), MemcachedAccess.of(url), deadline);
		this.commands = new MemcachedCommands(this.link);
		this.claim = new MemberClaim(this.commands, memberId, this.timeout, clock);
		this.losses = new Losses(this.commands, memberId, System::nanoTime);
		this.list = new IdList(this.commands, MemcachedKeys.GROUP_LIST, deadline);
		this.groups = new MemcachedGroups(this.commands, this.list, deadline);
		this.listing = new MemberListing(this.commands, this.groups, clock);
		this.notes = new GroupNotes(new MemcachedNotes(this.commands, MemcachedKeys::switches), deadline);
		this.locks = new MemcachedLocks(this.commands, memberId, ofLocks, ofLeaders, clock);
	}

	@Override
	public void connect() {
		this.commands.connect(MemcachedKeys.beat(this.memberId));
	}

	/** What the server grants of it: hearts beat the faster for that. */
	@Override
	public Duration membershipTimeout() {
		return Expiry.granted(this.timeout);
	}

	@Override
	public Duration lockTimeout() {
		return this.lockTimeout;
	}

	@Override
	public LockContender lock(String name) {
		return this.locks.lock(name);
	}

	@Override
	public LockContender leaderLock(String group) {
		return this.locks.leaderLock(group);
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.locks.leader(group);
	}

	@Override
	public Set<String> groups() {
		return this.list.read();
	}

	@Override
	public void createGroup(String group) {
		this.groups.create(group);
	}

	@Override
	public void deleteGroup(String group) {
		this.groups.delete(group);
	}

	/** Three round trips, or four for who does not hold the id yet. */
	@Override
	public void join(String group, byte[] capabilities) {
		Supplier<MemcachedGroups.Stored> stored = this.groups.readingOrReset(group);
		Supplier<MemberClaim.Reading> claimed = this.claim.read(List.of());
		MemcachedGroups.Stored read = stored.get();
		this.claim.take(group, claimed.get());
		this.groups.enter(group, read, (item) -> item.with(this.memberId, capabilities));
	}

	@Override
	public void leave(String group) {
		this.groups.change(group, (item) -> requireMine(group, item).without(Set.of(this.memberId)));
	}

	@Override
	public void evict(String group) {
		this.groups.change(group, (item) -> {
			if (!item.contains(this.memberId)) {
				throw new MemberNotJoined(group, this.memberId);
			}
			return item.without(Set.of(this.memberId));
		});
	}

	/**
	 * Asked after the group was read: should another process take the id from now on, its
	 * entry makes our cas fail. An entry whose beat has expired may go as well; else our
	 * next beat, for another group, would bring it back.
	 */
	private GroupItem requireMine(String group, GroupItem item) {
		if (!item.contains(this.memberId) || this.claim.read(List.of()).get().owner() == MemberClaim.Owner.ANOTHER) {
			throw new MemberNotJoined(group, this.memberId);
		}
		return item;
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return this.listing.members(group);
	}

	@Override
	public GroupNotes notes() {
		return this.notes;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		Set<String> groups = memberships.keySet();
		if (groups.isEmpty()) {
			this.commands.ping(MemcachedKeys.beat(this.memberId));
			return Set.of();
		}
		List<String> keys = new ArrayList<>(groups.stream().map(MemcachedKeys::group).toList());
		keys.add(MemcachedKeys.GROUP_LIST);
		MemberClaim.Reading reading = this.claim.read(keys).get();
		this.losses.look(this.claim.lost(reading), groups, reading.items());
		this.claim.take(groups.iterator().next(), reading);
		Set<String> lost = new LinkedHashSet<>();
		memberships.forEach((group, capabilities) -> {
			if (!isMember(reading.items().get(MemcachedKeys.group(group)), group, capabilities)) {
				lost.add(group);
			}
		});
		restoreList(reading.items().get(MemcachedKeys.GROUP_LIST), groups, lost);
		return lost;
	}

	private boolean isMember(@Nullable Item item, String group, byte[] capabilities) {
		try {
			return item != null && !MemcachedGroups.isBeingDeleted(item)
					&& GroupItem.read(MemcachedKeys.group(group), item).contains(this.memberId, capabilities);
		}
		catch (SerializationError ex) {
			// To be mended by the join that follows.
			return false;
		}
	}

	/** An eviction may also hit the list of groups alone. */
	private void restoreList(@Nullable Item item, Set<String> groups, Set<String> lost) {
		Set<String> listed = this.list.idsOrNone(item);
		groups.stream().filter((group) -> !lost.contains(group) && !listed.contains(group)).forEach(this.list::add);
	}

	@Override
	public void close() {
		try {
			this.link.hurry(CLOSING);
			if (this.link.isConnected()) {
				this.claim.release();
			}
		}
		catch (ToozError ex) {
			logger.debug("The beat of '{}' stays until it expires", this.memberId, ex);
		}
		finally {
			this.link.close();
		}
	}

}
