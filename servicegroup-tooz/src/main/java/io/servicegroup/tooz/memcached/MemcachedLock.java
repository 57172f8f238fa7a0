package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * A contender for a lock in tooz's format: an item with the holder's member id. Since two
 * processes may have the same id, this class recognizes its own item by the version. The
 * version is unique in a running server, and a <em>touch</em> does not change it.
 * <p>
 * When memcached evicts the item or restarts, the holder loses the lock and others can
 * acquire it at once. If the reply to an acquisition is lost, no process can acquire the
 * lock until the item expires, as this contender cannot recognize the item as its own.
 */
final class MemcachedLock implements LockContender {

	private final MemcachedCommands commands;

	private final String key;

	private final Item owner;

	private final Duration timeout;

	private final Clock clock;

	private final Map<String, MemcachedLock> latest;

	private volatile @Nullable VersionedItem hold;

	/** A try that has not had its replies, as the wait for them was interrupted. */
	private volatile @Nullable Try pending;

	/**
	 * Creates a contender.
	 * @param owner the member id as an item
	 * @param timeout how long the lock is held unless it is renewed
	 * @param latest the contender of this process that acquired the lock last, by key. A
	 * restarted server counts versions from the start, so two contenders could have equal
	 * versions
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

	/** Makes one round trip. */
	@Override
	public boolean tryAcquire(boolean shared) {
		this.pending = new Try(this.commands.add(this.key, exptime(), this.owner), this.commands.gets(this.key));
		return finish(this.pending);
	}

	/**
	 * Waits for the replies to a try. May be called again if the wait was interrupted.
	 */
	private boolean finish(Try sent) {
		VersionedItem stored = sent.added().await() ? sent.stored().await() : null;
		this.pending = null;
		if (stored == null) {
			return false;
		}
		this.hold = stored;
		this.latest.put(this.key, this);
		return isOwn(stored);
	}

	private boolean isOwn(@Nullable VersionedItem found) {
		VersionedItem own = this.hold;
		return found != null && own != null && found.version() == own.version() && this.owner.isSame(found.item())
				&& this.latest.get(this.key) == this;
	}

	/**
	 * Makes one round trip. If the item is this contender's after the <em>touch</em>, it
	 * was so before. If it is not, the touch may have renewed another holder's item, as
	 * that holder's heartbeat does anyway. A <em>cas</em> would not do that, but it gives
	 * the item a new version and does not return it.
	 */
	@Override
	public boolean renew() {
		return sendRenewal().getAsBoolean();
	}

	@Override
	public BooleanSupplier sendRenewal() {
		if (this.latest.get(this.key) != this) {
			return () -> false;
		}
		Reply<Boolean> touched = this.commands.touch(this.key, exptime());
		Reply<@Nullable VersionedItem> stored = this.commands.gets(this.key);
		return () -> touched.await() && isOwn(stored.await());
	}

	@Override
	public boolean isHeld() {
		return isOwn(this.commands.gets(this.key).await());
	}

	/**
	 * Releases the lock with a <em>cas</em> whose item expires at once. So it cannot
	 * remove another holder's item. tooz compares, then deletes, and may delete the item
	 * of a holder that acquired the lock in between.
	 */
	@Override
	public boolean release() {
		finishPending();
		VersionedItem own = this.hold;
		if (own == null || this.latest.get(this.key) != this) {
			return false;
		}
		boolean released = this.commands.cas(this.key, own, Expiry.IMMEDIATE, this.owner).await();
		this.latest.remove(this.key, this);
		return released;
	}

	private void finishPending() {
		Try sent = this.pending;
		if (sent != null) {
			try {
				finish(sent);
			}
			catch (CoordinationInterruptedException ex) {
				throw ex;
			}
			catch (CoordinationException ex) {
				// The reply is lost. If the server has the item, it expires.
				this.pending = null;
				throw ex;
			}
		}
	}

	@Override
	public boolean breakHold() {
		return this.commands.delete(this.key).await();
	}

	@Override
	public Duration timeToLive() {
		return this.timeout;
	}

	/**
	 * Returns the exptime for a second more than {@link #timeToLive} promises: the server
	 * counts in whole seconds, and may expire an item up to a second early.
	 */
	private int exptime() {
		return Expiry.after(this.timeout.plusSeconds(1), this.clock.instant());
	}

	/** The replies to a try. */
	private record Try(Reply<Boolean> added, Reply<@Nullable VersionedItem> stored) {
	}

}
