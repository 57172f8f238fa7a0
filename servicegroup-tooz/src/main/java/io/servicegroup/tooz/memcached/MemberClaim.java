package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.memcached.SharedHeartbeat.State;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.ItemState;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.RetryBackoff;
import org.jspecify.annotations.Nullable;

/**
 * This instance's claims to its member id, one per group. A claim is a key with this
 * instance's token, and a small one that also shows that the member lives. Both expire
 * with this instance's heartbeat, by the server's clock. All processes with the member id
 * share tooz's heartbeat, see {@link SharedHeartbeat}.
 */
final class MemberClaim {

	/**
	 * The part of the retry timeout after which a heartbeat that no process has recorded
	 * counts as one of a process without claims.
	 */
	private static final double UNRECORDED_AFTER = 0.5;

	private static final int MAX_RESTORES = 5;

	private final MemcachedCommands commands;

	private final String memberId;

	private final Duration timeout;

	private final Duration retryTimeout;

	private final SharedHeartbeat heartbeat;

	private final ClaimRenewals renewals;

	private final KnownClaims known;

	private final Item token = Item.raw(UUID.randomUUID().toString());

	/** When the claim to each group was last renewed. */
	private final Map<String, Long> renewed = new ConcurrentHashMap<>();

	MemberClaim(MemcachedCommands commands, String memberId, Duration timeout, Duration retryTimeout, Clock clock) {
		this.commands = commands;
		this.memberId = memberId;
		this.timeout = timeout;
		this.retryTimeout = retryTimeout;
		this.heartbeat = new SharedHeartbeat(commands, memberId, timeout, retryTimeout, clock);
		this.renewals = new ClaimRenewals(commands, memberId, timeout, clock, this.token, this.heartbeat);
		this.known = new KnownClaims(memberId, timeout, clock);
	}

	/**
	 * Reads which process holds the member id in each group, in one round trip. Reads the
	 * heartbeat first: a process with claims writes the holder item before it.
	 * @return the reply to the request that was sent
	 */
	Reply<ClaimReading> read(Collection<String> groups) {
		Reply<@Nullable VersionedItem> heartbeat = this.commands.gets(MemcachedKeys.heartbeat(this.memberId));
		String holder = MemcachedKeys.holder(this.memberId);
		List<String> keys = new ArrayList<>(groups.stream().map(this::held).toList());
		keys.add(holder);
		Reply<Map<String, VersionedItem>> reply = this.commands.gets(keys);
		return () -> {
			Map<String, VersionedItem> items = reply.await();
			return new ClaimReading(new State(heartbeat.await(), items.get(holder)), items);
		};
	}

	/**
	 * Returns what to renew without reading it first, if the claims cannot have expired
	 * since they were last seen as this instance's.
	 * @return the exptimes by key; empty if the claims have to be read
	 */
	Map<String, @Nullable Integer> renewals(Collection<String> groups) {
		boolean isAlive = groups.stream().allMatch((group) -> {
			Long at = this.renewed.get(group);
			return at != null && isAlive(at);
		});
		return isAlive ? this.known.renewals(groups) : Map.of();
	}

	/**
	 * Checks what {@link #renewals} has renewed. If an item is that of another process by
	 * now, it gets back the time that it had: it has to expire with that process.
	 * @param found the items as they were before
	 * @param now the time before, by {@link System#nanoTime}
	 * @return whether all were as they were known
	 */
	boolean isRenewed(Collection<String> groups, Map<String, ItemState> found, long now) {
		if (this.known.areFound(groups, found)) {
			groups.forEach((group) -> this.renewed.put(group, now));
			return true;
		}
		restore(this.known.ofOthers(groups, found));
		return false;
	}

	private void restore(Map<String, ItemState> others) {
		Map<String, ItemState> before = others;
		for (int i = 0; i < MAX_RESTORES && !before.isEmpty(); i++) {
			Map<String, @Nullable Integer> exptimes = new LinkedHashMap<>();
			before.forEach((key, state) -> exptimes.put(key, this.known.exptime(state)));
			Map<String, ItemState> now = new HashMap<>(this.commands.renew(exptimes).await());
			// The process may have renewed it in between.
			for (Map.Entry<String, ItemState> entry : before.entrySet()) {
				now.computeIfPresent(entry.getKey(),
						(key, state) -> state.version().equals(entry.getValue().version()) ? null : state);
			}
			before = now;
		}
	}

	private Owner owner(String group, ClaimReading reading) {
		VersionedItem claim = reading.claims().get(held(group));
		if (claim != null) {
			return claim.item().isSame(this.token) ? Owner.SELF : Owner.OTHER;
		}
		return this.heartbeat.isUnclaimed(reading.shared()) ? Owner.UNSHARED : Owner.NONE;
	}

	/** Returns whether another process holds the member id in the group, or may do so. */
	boolean isTaken(String group) {
		return isTaken(group, read(List.of(group)).await());
	}

	private boolean isTaken(String group, ClaimReading reading) {
		Owner owner = owner(group, reading);
		return owner == Owner.OTHER || owner == Owner.UNSHARED;
	}

	/** Returns whether no key of this instance is missing, or belongs to another one. */
	boolean isComplete(String group, ClaimReading reading) {
		return owner(group, reading) == Owner.SELF && this.heartbeat.missing(reading.shared()).isEmpty();
	}

	/**
	 * Returns this instance's keys that are missing although they cannot have expired.
	 */
	List<String> lost(ClaimReading reading) {
		List<String> lost = new ArrayList<>();
		this.renewed.forEach((group, at) -> {
			if (isAlive(at) && !reading.claims().containsKey(held(group))) {
				lost.add("holder key " + held(group));
			}
		});
		if (this.renewed.values().stream().anyMatch(this::isAlive)) {
			lost.addAll(this.heartbeat.missing(reading.shared()));
		}
		return lost;
	}

	/**
	 * Returns whether a claim cannot have expired. The server counts in whole seconds: an
	 * item may expire almost a second before its time to live has passed.
	 */
	private boolean isAlive(long renewedAt) {
		return System.nanoTime() - renewedAt < this.timeout.toNanos() - TimeUnit.SECONDS.toNanos(1);
	}

	/**
	 * Claims the member id in a group, or renews the claim.
	 * @param first which process holds the id, as returned by {@link #read}
	 * @throws MemberAlreadyExistsException if another process holds the id; nothing is
	 * changed
	 */
	void claim(String group, ClaimReading first) {
		ClaimReading reading = settled(group, first);
		if (owner(group, reading) == Owner.UNSHARED) {
			throw MemberAlreadyExistsException.ofUnsharedHeartbeat(group, this.memberId);
		}
		if (isTaken(group, reading) || !renew(List.of(group), reading).isEmpty()) {
			throw new MemberAlreadyExistsException(group, this.memberId);
		}
	}

	/**
	 * Renews the sign of life of a claim that this instance has just made.
	 * @return the reply to the request that was sent
	 */
	Reply<Boolean> prolong(String group) {
		return this.renewals.alive(group).touch(this.commands);
	}

	/**
	 * Reads again if a heartbeat seems to be of a process without claims. It may have
	 * been removed between the readings of the two items. If there is a holder item of
	 * processes with claims, one of them may just have added the heartbeat, and records
	 * it next.
	 */
	private ClaimReading settled(String group, ClaimReading first) {
		RetryBackoff attempts = new RetryBackoff("the heartbeat of member '" + this.memberId + "'", this.retryTimeout);
		ClaimReading reading = first;
		boolean isFinal = false;
		while (!isFinal && owner(group, reading) == Owner.UNSHARED) {
			attempts.pause();
			reading = read(List.of(group)).await();
			isFinal = HolderItem.parse(reading.shared().holderItem()) == null || attempts.isOver(UNRECORDED_AFTER);
		}
		return reading;
	}

	/**
	 * Renews the claims to the groups in which no other process holds the member id.
	 * @return the other groups
	 */
	Set<String> renewFree(Collection<String> groups, ClaimReading reading) {
		Map<Boolean, List<String>> byTaken = groups.stream()
			.collect(Collectors.partitioningBy((group) -> isTaken(group, reading)));
		List<String> free = byTaken.getOrDefault(false, List.of());
		Set<String> taken = new LinkedHashSet<>(byTaken.getOrDefault(true, List.of()));
		if (!free.isEmpty()) {
			taken.addAll(renew(free, reading));
		}
		return taken;
	}

	/** Returns the groups that another process has claimed meanwhile. */
	private Set<String> renew(Collection<String> groups, ClaimReading before) {
		long now = System.nanoTime();
		ClaimReading after = this.renewals.renew(groups, before);
		this.known.know(after.shared(), this.heartbeat.settledSeconds(after.shared()));
		Set<String> taken = new LinkedHashSet<>();
		for (String group : groups) {
			boolean isNew = owner(group, before) != Owner.SELF;
			if (owner(group, after) != Owner.SELF || (isNew && HolderItem.isUnclaimed(after.shared().holderItem()))) {
				taken.add(group);
				this.known.forget(group);
			}
			else {
				this.renewed.put(group, now);
				this.known.know(group, after.claims().get(held(group)));
			}
		}
		return taken;
	}

	/** Removes this instance's claim to a group. */
	void release(String group) {
		VersionedItem claim = this.commands.gets(held(group)).await();
		this.renewed.remove(group);
		this.known.forget(group);
		if (claim != null && claim.item().isSame(this.token)) {
			Reply<Boolean> alive = this.commands.delete(MemcachedKeys.alive(group, this.memberId));
			this.commands.cas(held(group), claim, Expiry.IMMEDIATE, this.token).await();
			alive.await();
		}
	}

	/**
	 * Removes the shared items, unless another process has a claim.
	 * @param groups all groups
	 */
	void releaseAll(Set<String> groups) {
		Reply<State> shared = this.heartbeat.read();
		ClaimReading reading = read(groups).await();
		groups.stream().filter((group) -> owner(group, reading) == Owner.SELF).forEach(this::release);
		if (groups.stream().noneMatch((group) -> owner(group, reading) == Owner.OTHER)) {
			this.heartbeat.release(shared.await());
		}
	}

	private String held(String group) {
		return MemcachedKeys.held(group, this.memberId);
	}

	private enum Owner {

		/** No process holds the id in the group. */
		NONE,

		/** This instance holds it. */
		SELF,

		/** Another process holds it. */
		OTHER,

		/** A process without claims uses the id, in this group or another. */
		UNSHARED

	}

}
