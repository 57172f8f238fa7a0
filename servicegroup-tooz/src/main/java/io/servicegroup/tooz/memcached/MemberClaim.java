package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import org.jspecify.annotations.Nullable;

/**
 * This instance's claim to its member id. It consists of tooz's heartbeat key, and of a
 * holder key with the token of the instance that writes the heartbeat. Both expire at the
 * same time, by the server's clock.
 */
final class MemberClaim {

	private static final Item STILL_ALIVE = Item.raw("It's alive!");

	private final MemcachedCommands commands;

	private final String memberId;

	private final Duration timeout;

	private final Clock clock;

	private final String heartbeatKey;

	private final String holderKey;

	private final String token = UUID.randomUUID().toString();

	private volatile @Nullable Long lastHeartbeat;

	MemberClaim(MemcachedCommands commands, String memberId, Duration timeout, Clock clock) {
		this.commands = commands;
		this.memberId = memberId;
		this.timeout = timeout;
		this.clock = clock;
		this.heartbeatKey = MemcachedKeys.heartbeat(memberId);
		this.holderKey = MemcachedKeys.holder(memberId);
	}

	/**
	 * Reads which process holds the member id, in one round trip.
	 * @param more other keys to read in the same round trip
	 * @return the reply to the request that was sent
	 */
	Reply<Reading> read(List<String> more) {
		Reply<@Nullable VersionedItem> holder = this.commands.gets(this.holderKey);
		List<String> keys = new ArrayList<>(more);
		keys.add(this.heartbeatKey);
		Reply<Map<String, Item>> items = this.commands.get(keys);
		return () -> {
			VersionedItem held = holder.await();
			Map<String, Item> found = items.await();
			return new Reading(held, owner(held, found), found);
		};
	}

	private Owner owner(@Nullable VersionedItem holder, Map<String, Item> items) {
		if (holder != null) {
			return Item.raw(this.token).isSame(holder.item()) ? Owner.SELF : Owner.OTHER;
		}
		if (!items.containsKey(this.heartbeatKey)) {
			return Owner.NONE;
		}
		// A heartbeat key without a holder key is a Python member's. But if our own last
		// heartbeat key cannot have expired, it is ours, and our holder key was evicted.
		return isOwnHeartbeatAlive() ? Owner.SELF : Owner.OTHER;
	}

	/**
	 * Returns whether our last heartbeat key cannot have expired. The server counts in
	 * whole seconds: an item may expire almost a second before its time to live has
	 * passed.
	 */
	private boolean isOwnHeartbeatAlive() {
		Long last = this.lastHeartbeat;
		return last != null && System.nanoTime() - last < this.timeout.toNanos() - TimeUnit.SECONDS.toNanos(1);
	}

	/**
	 * Returns the keys of our claim that are missing although they cannot have expired.
	 */
	List<String> lost(Reading reading) {
		List<String> lost = new ArrayList<>();
		if (isOwnHeartbeatAlive() && !reading.items().containsKey(this.heartbeatKey)) {
			lost.add("heartbeat key " + this.heartbeatKey);
		}
		if (isOwnHeartbeatAlive() && reading.holder() == null) {
			lost.add("holder key " + this.holderKey);
		}
		return lost;
	}

	/**
	 * Claims the member id, or renews the claim.
	 * @param group the group to name in the error
	 * @param reading which process holds the id, as returned by {@link #read}
	 * @throws MemberAlreadyExistsException if another process holds the id; nothing is
	 * changed
	 */
	void claim(String group, Reading reading) {
		if (reading.owner() == Owner.OTHER) {
			throw new MemberAlreadyExistsException(group, this.memberId);
		}
		long now = System.nanoTime();
		VersionedItem holder = reading.holder();
		if (holder == null || !renew(holder)) {
			if (!this.commands.add(this.holderKey, exptime(), Item.raw(this.token)).await()
					&& read(List.of()).await().owner() != Owner.SELF) {
				throw new MemberAlreadyExistsException(group, this.memberId);
			}
			this.commands.set(this.heartbeatKey, exptime(), STILL_ALIVE).await();
		}
		this.lastHeartbeat = now;
	}

	/**
	 * Renews both keys in one round trip, with <em>touch</em>, which a full server
	 * allows. A failed <em>set</em> would even delete the key. If another process has
	 * claimed the id meanwhile, its item has another version. Its claim is then renewed,
	 * as its own heartbeat does anyway.
	 */
	private boolean renew(VersionedItem holder) {
		Reply<Boolean> touched = this.commands.touch(this.holderKey, exptime());
		Reply<@Nullable VersionedItem> stored = this.commands.gets(this.holderKey);
		Reply<Boolean> heartbeat = this.commands.touch(this.heartbeatKey, exptime());
		VersionedItem held = stored.await();
		if (!touched.await() || held == null || held.version() != holder.version()) {
			return false;
		}
		return heartbeat.await() || this.commands.set(this.heartbeatKey, exptime(), STILL_ALIVE).await();
	}

	/** Removes both keys if this instance holds the id. */
	void release() {
		Reading reading = read(List.of()).await();
		if (reading.owner() != Owner.SELF) {
			return;
		}
		// Deletes the heartbeat key first: while we hold the id, it cannot be another
		// process's.
		Reply<Boolean> heartbeat = this.commands.delete(this.heartbeatKey);
		VersionedItem holder = reading.holder();
		if (holder != null) {
			this.commands.cas(this.holderKey, holder, Expiry.IMMEDIATE, Item.raw(this.token)).await();
		}
		heartbeat.await();
	}

	private int exptime() {
		return Expiry.after(this.timeout, this.clock.instant());
	}

	/**
	 * The holder of the member id, as it was read.
	 *
	 * @param holder the holder key's item, or {@code null}
	 * @param owner whether this instance, another process or no process holds the id
	 * @param items the items that were read
	 */
	record Reading(@Nullable VersionedItem holder, Owner owner, Map<String, Item> items) {
	}

	enum Owner {

		NONE, SELF, OTHER

	}

}
