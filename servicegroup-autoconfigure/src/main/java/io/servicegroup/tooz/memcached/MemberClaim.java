package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.servicegroup.tooz.MemberAlreadyExist;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;

/**
 * This instance's claim to its member id: tooz's beat, and the holder key beside it that
 * says whose the beat is. Both expire together, by the server's clock.
 */
final class MemberClaim {

	private static final Item STILL_ALIVE = Item.raw("It's alive!");

	private final MemcachedCommands commands;

	private final String memberId;

	private final Duration timeout;

	private final Clock clock;

	private final String beatKey;

	private final String holderKey;

	private final String token = UUID.randomUUID().toString();

	private volatile @Nullable Long lastBeat;

	MemberClaim(MemcachedCommands commands, String memberId, Duration timeout, Clock clock) {
		this.commands = commands;
		this.memberId = memberId;
		this.timeout = timeout;
		this.clock = clock;
		this.beatKey = MemcachedKeys.beat(memberId);
		this.holderKey = MemcachedKeys.holder(memberId);
	}

	/**
	 * Asks whose the member id is.
	 * @param more keys to read in the same round trip
	 */
	Supplier<Reading> read(List<String> more) {
		Supplier<@Nullable CASValue<Item>> holder = this.commands.gets(this.holderKey);
		List<String> keys = new ArrayList<>(more);
		keys.add(this.beatKey);
		Supplier<Map<String, Item>> items = this.commands.get(keys);
		return () -> {
			CASValue<Item> held = holder.get();
			Map<String, Item> found = items.get();
			return new Reading(held, owner(held, found), found);
		};
	}

	private Owner owner(@Nullable CASValue<Item> holder, Map<String, Item> items) {
		if (holder != null) {
			return Item.raw(this.token).isSame(holder.getValue()) ? Owner.SELF : Owner.ANOTHER;
		}
		if (!items.containsKey(this.beatKey)) {
			return Owner.NOBODY;
		}
		// A beat without a holder: a Python member's, unless it can only be our own,
		// whose holder was evicted.
		return isBeatYoung() ? Owner.SELF : Owner.ANOTHER;
	}

	/**
	 * Whether our last beat stands in the server still, unless that has lost it. The
	 * server counts in whole seconds: an item may live almost a second less than told.
	 */
	private boolean isBeatYoung() {
		Long last = this.lastBeat;
		return last != null && System.nanoTime() - last < this.timeout.toNanos() - TimeUnit.SECONDS.toNanos(1);
	}

	/** What of our last beat is gone though it cannot have expired. */
	List<String> lost(Reading reading) {
		List<String> lost = new ArrayList<>();
		if (isBeatYoung() && !reading.items().containsKey(this.beatKey)) {
			lost.add("beat " + this.beatKey);
		}
		if (isBeatYoung() && reading.holder() == null) {
			lost.add("holder " + this.holderKey);
		}
		return lost;
	}

	/**
	 * Claims the id, or renews the claim.
	 * @param group the group to name in the error
	 * @throws MemberAlreadyExist if the id is another's; nothing is changed then
	 */
	void take(String group, Reading reading) {
		if (reading.owner() == Owner.ANOTHER) {
			throw new MemberAlreadyExist(group, this.memberId);
		}
		long now = System.nanoTime();
		CASValue<Item> holder = reading.holder();
		if (holder == null || !renew(holder)) {
			if (!this.commands.add(this.holderKey, exptime(), Item.raw(this.token)).get()
					&& read(List.of()).get().owner() != Owner.SELF) {
				throw new MemberAlreadyExist(group, this.memberId);
			}
			this.commands.set(this.beatKey, exptime(), STILL_ALIVE).get();
		}
		this.lastBeat = now;
	}

	/**
	 * In one round trip. By cas, which cannot take the id from another who came between,
	 * nor prolong the other's claim.
	 */
	private boolean renew(CASValue<Item> holder) {
		Supplier<Boolean> held = this.commands.cas(this.holderKey, holder, exptime(), Item.raw(this.token));
		Supplier<Boolean> beat = this.commands.set(this.beatKey, exptime(), STILL_ALIVE);
		return held.get() && beat.get();
	}

	/** Takes the sign of life back if it is ours. */
	void release() {
		Reading reading = read(List.of()).get();
		if (reading.owner() != Owner.SELF) {
			return;
		}
		// The beat first: as long as we hold the id, nobody else's can stand there.
		Supplier<Boolean> beat = this.commands.delete(this.beatKey);
		CASValue<Item> holder = reading.holder();
		if (holder != null) {
			this.commands.cas(this.holderKey, holder, Expiry.AT_ONCE, Item.raw(this.token)).get();
		}
		beat.get();
	}

	private int exptime() {
		return Expiry.after(this.timeout, this.clock.instant());
	}

	/**
	 * What the server said of the member id.
	 *
	 * @param holder the holder key's item, or {@code null}
	 * @param owner whose the id is
	 * @param items the items asked for besides
	 */
	record Reading(@Nullable CASValue<Item> holder, Owner owner, Map<String, Item> items) {
	}

	enum Owner {

		NOBODY, SELF, ANOTHER

	}

}
