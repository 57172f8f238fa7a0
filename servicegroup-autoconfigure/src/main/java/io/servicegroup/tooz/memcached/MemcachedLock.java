package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import io.servicegroup.tooz.LockContender;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;

/**
 * A contender for a lock of tooz's kind: an item that says whose it is, by a member id,
 * and so the same for two holds of one id. Here a hold is known by its item's number for
 * cas, which no other item of a running server has, and which a touch leaves as it is.
 * <p>
 * What memcached forgets, by eviction or a restart, is lost to its holder and free for
 * others at once. An acquisition whose answer is lost cannot be told from another's under
 * the same id, and so keeps the lock from everybody until it expires.
 */
final class MemcachedLock implements LockContender {

	private final MemcachedCommands commands;

	private final String key;

	private final Item owner;

	private final Duration timeout;

	private final Clock clock;

	private final Map<String, MemcachedLock> latest;

	private volatile @Nullable CASValue<Item> hold;

	/**
	 * Makes a contender.
	 * @param latest who of this process acquired last, by key: as a server that was
	 * restarted counts anew, two of one id could have the same number
	 */
	MemcachedLock(MemcachedCommands commands, String key, Item owner, Duration timeout, Clock clock,
			Map<String, MemcachedLock> latest) {
		this.commands = commands;
		this.key = key;
		this.owner = owner;
		this.timeout = timeout;
		this.clock = clock;
		this.latest = latest;
	}

	/** In one round trip. */
	@Override
	public boolean tryAcquire(boolean shared) {
		Supplier<Boolean> added = this.commands.add(this.key, exptime(), this.owner);
		Supplier<@Nullable CASValue<Item>> stored = this.commands.gets(this.key);
		if (!added.get()) {
			return false;
		}
		this.hold = stored.get();
		this.latest.put(this.key, this);
		return isMine(this.hold);
	}

	private boolean isMine(@Nullable CASValue<Item> found) {
		CASValue<Item> mine = this.hold;
		return found != null && mine != null && found.getCas() == mine.getCas() && this.owner.isSame(found.getValue())
				&& this.latest.get(this.key) == this;
	}

	/**
	 * In one round trip: if the item is this hold's afterwards, it was so when it was
	 * touched. If not, another's hold may have been prolonged, as it might have been by
	 * its own heartbeat; a cas would not do that, but give a number that nobody tells.
	 */
	@Override
	public boolean renew() {
		if (this.latest.get(this.key) != this) {
			return false;
		}
		Supplier<Boolean> touched = this.commands.touch(this.key, exptime());
		Supplier<@Nullable CASValue<Item>> stored = this.commands.gets(this.key);
		return touched.get() && isMine(stored.get());
	}

	@Override
	public boolean isHeld() {
		return isMine(this.commands.gets(this.key).get());
	}

	/**
	 * By a cas that expires at once, which cannot hit another's hold. tooz compares, then
	 * deletes, and may delete the lock of who came between.
	 */
	@Override
	public boolean release() {
		CASValue<Item> mine = this.hold;
		if (mine == null || this.latest.get(this.key) != this) {
			return false;
		}
		boolean released = this.commands.cas(this.key, mine, Expiry.AT_ONCE, this.owner).get();
		this.latest.remove(this.key, this);
		return released;
	}

	@Override
	public boolean breakHold() {
		return this.commands.delete(this.key).get();
	}

	@Override
	public Duration timeToLive() {
		return this.timeout;
	}

	/**
	 * A second more than is counted on: the server counts in whole seconds, and drops an
	 * item up to a second before it has lived as long as told.
	 */
	private int exptime() {
		return Expiry.after(this.timeout.plusSeconds(1), this.clock.instant());
	}

}
