package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.ItemState;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.GroupReader;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership and locks in memcached, in the format of tooz's driver. Each round trip has
 * a deadline. A call makes a constant number of round trips, unless other processes
 * change the same item at the same time.
 */
final class MemcachedBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(MemcachedBackend.class);

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(400);

	private final String memberId;

	private final Duration timeout;

	private final Duration lockTimeout;

	private final MemcachedCommands commands;

	/** The connection for heartbeats and locks, which must not wait for readings. */
	private final MemcachedCommands heart;

	private final MemberClaim claim;

	private final IdList list;

	private final MemcachedGroups groups;

	private final CombinedJoins joins;

	private final MemberListing listing;

	private final GroupAnnotations annotations;

	private final MemcachedLocks locks;

	private final EntryVerification entries;

	private final WriteProbe writable;

	private final NotedLeaves leaves;

	/**
	 * Creates a backend. Does not connect.
	 * @param queue the joins of the coordinators that are in the same process
	 */
	MemcachedBackend(ToozUrl url, String memberId, JoinQueue queue) {
		this.memberId = memberId;
		Duration defaultTimeout = url.time("timeout", DEFAULT_TIMEOUT);
		this.timeout = url.time("membership_timeout", defaultTimeout);
		Duration lockTimeoutOption = url.time("lock_timeout", defaultTimeout);
		Duration leaderTimeoutOption = url.time("leader_timeout", defaultTimeout);
		this.lockTimeout = Collections.min(List.of(lockTimeoutOption, leaderTimeoutOption));
		Clock clock = Clock.systemUTC();
		Duration deadline = ToozUrl
			.callTimeout(Expiry.granted(Collections.min(List.of(this.timeout, this.lockTimeout))));
		this.commands = new MemcachedCommands(url, deadline);
		this.heart = new MemcachedCommands(url, deadline);
		this.writable = new WriteProbe(this.commands, memberId, this.timeout);
		this.leaves = new NotedLeaves(this.commands, this.timeout, clock);
		this.claim = new MemberClaim(this.heart, memberId, this.timeout, deadline, clock);
		this.list = new IdList(this.commands, MemcachedKeys.GROUP_LIST, deadline);
		RecentItems recent = new RecentItems(this::heartConnection);
		this.groups = new MemcachedGroups(this.commands, recent, this.list, deadline);
		this.joins = new CombinedJoins(this.commands, this.groups, queue, deadline);
		this.listing = new MemberListing(this.commands, this.groups, this.writable, clock);
		this.entries = new EntryVerification(this.commands, recent, this.list, memberId, deadline.dividedBy(3));
		this.annotations = new GroupAnnotations(new MemcachedAnnotations(this.commands, MemcachedKeys::annotations),
				deadline);
		this.locks = new MemcachedLocks(this.heart, memberId, lockTimeoutOption, leaderTimeoutOption, clock);
	}

	@Override
	public void connect() {
		this.heart.connect(MemcachedKeys.heartbeat(this.memberId));
		this.commands.connect(MemcachedKeys.heartbeat(this.memberId));
	}

	/**
	 * Returns the number of the connection for heartbeats, or -1 if it is not to the
	 * server of that for readings.
	 */
	private long heartConnection() {
		return Objects.equals(this.heart.server(), this.commands.server()) ? this.heart.connection() : -1;
	}

	/** Returns the time that the server guarantees, which sets the heartbeat interval. */
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

	/**
	 * Makes two round trips if this instance holds the id in the group, four if it does
	 * not, and five if it is the first with the id. The last one is shared with other
	 * coordinators of this process that join the group at the same time.
	 */
	@Override
	public void join(String group, byte[] capabilities) {
		Reply<Optional<StoredItem>> stored = this.joins.reading(group);
		Reply<ClaimReading> claimed = this.claim.read(List.of(group));
		Optional<StoredItem> read = stored.await();
		ClaimReading reading = claimed.await();
		boolean isNew = !this.claim.isComplete(group, reading);
		if (isNew) {
			this.claim.claim(group, reading);
		}
		// Over a slow network, much of a new claim's time has passed: when others see the
		// member, it begins again.
		Reply<Boolean> prolonged = isNew ? this.claim.prolong(group) : () -> true;
		this.joins.join(group, read, this.memberId, capabilities);
		prolonged.await();
	}

	@Override
	public void leave(String group) {
		this.groups.change(group, (item) -> {
			GroupItem changed = requireOwn(group, item).without(Set.of(this.memberId));
			this.leaves.note(group, this.memberId);
			return changed;
		});
		this.claim.release(group);
	}

	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		return this.leaves.departures(group, members);
	}

	@Override
	public void evict(String group) {
		this.groups.change(group, (item) -> {
			if (!item.contains(this.memberId)) {
				throw new MemberNotJoinedException(group, this.memberId);
			}
			return item.without(Set.of(this.memberId));
		});
	}

	/**
	 * Returns the item if it has this member's entry and no other process holds the id.
	 * Checks the holder after the group was read: if another process claims the id and
	 * joins after that, our <em>cas</em> fails. An entry whose heartbeat has expired may
	 * be removed, too: otherwise our next heartbeat, for another group, would make it
	 * live again.
	 */
	private GroupItem requireOwn(String group, GroupItem item) {
		if (!item.contains(this.memberId) || this.claim.isTaken(group)) {
			throw new MemberNotJoinedException(group, this.memberId);
		}
		return item;
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return this.listing.members(group);
	}

	@Override
	public GroupReader reader(String group) {
		return new MemcachedGroupReader(group, this.commands, this.groups, this.listing, this.annotations::read);
	}

	@Override
	public void requireWritable() {
		this.writable.require();
	}

	@Override
	public GroupAnnotations annotations() {
		return this.annotations;
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		Set<String> groups = memberships.keySet();
		if (groups.isEmpty()) {
			this.heart.ping(MemcachedKeys.heartbeat(this.memberId));
			return Set.of();
		}
		try {
			Map<String, ItemState> found = renewAtOnce(memberships);
			if (found != null && this.entries.areIntact(memberships, found)) {
				return Set.of();
			}
			this.entries.ask(memberships);
			if (found != null) {
				return this.entries.lost(memberships, List.of());
			}
			ClaimReading reading = this.claim.read(groups).await();
			List<String> lostClaims = this.claim.lost(reading);
			Set<String> taken = this.claim.renewFree(groups, reading);
			Set<String> lost = new LinkedHashSet<>(this.entries.lost(memberships, lostClaims));
			// A join is refused there.
			lost.addAll(taken);
			return lost;
		}
		catch (CoordinationException ex) {
			this.entries.forget();
			throw ex;
		}
	}

	/**
	 * Renews all claims in one round trip, and looks at the versions of the items with
	 * the entries.
	 * @return the states of the items, or {@code null} if the claims have to be read: one
	 * has changed since the last heartbeat or join
	 */
	private @Nullable Map<String, ItemState> renewAtOnce(Map<String, byte[]> memberships) {
		Map<String, @Nullable Integer> exptimes = this.claim.renewals(memberships.keySet());
		if (exptimes.isEmpty() || !this.heart.hasMetaCommands()) {
			return null;
		}
		EntryVerification.keys(memberships.keySet()).forEach((key) -> exptimes.put(key, null));
		long now = System.nanoTime();
		try {
			Map<String, ItemState> found = this.heart.renew(exptimes).await();
			return this.claim.isRenewed(memberships.keySet(), found, now) ? found : null;
		}
		catch (StoreUnavailableException ex) {
			logger.debug("Connection lost by the heartbeat of member '{}', which connects again", this.memberId, ex);
			return null;
		}
	}

	@Override
	public long silence() {
		return this.commands.silence();
	}

	@Override
	public void close() {
		try {
			this.heart.limitTimeout(CLOSE_TIMEOUT);
			if (this.heart.isConnected()) {
				@Nullable Item list = this.heart.get(List.of(MemcachedKeys.GROUP_LIST)).await().get(MemcachedKeys.GROUP_LIST);
				this.claim.releaseAll(this.list.idsOrNone(list));
			}
		}
		catch (CoordinationException ex) {
			logger.debug("Heartbeat of member '{}' could not be removed: it expires after {}", this.memberId,
					this.timeout, ex);
		}
		finally {
			this.heart.close();
			this.commands.close();
		}
	}

}
