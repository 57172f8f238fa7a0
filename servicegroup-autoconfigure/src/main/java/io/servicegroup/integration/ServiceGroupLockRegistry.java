package io.servicegroup.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.InvalidToozUrlException;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/**
 * Spring Integration's lock registry on top of {@link DistributedLocks}.
 * <p>
 * As with Spring Integration's own registries, a lock belongs to the thread that acquired
 * it. That thread can acquire it again and must unlock it as often. Unlocking a lock that
 * was lost throws a {@link java.util.ConcurrentModificationException}. All locks of the
 * same key are the same lock, even if they are different objects. A key uses no memory
 * while no thread holds its lock or waits for it.
 * <p>
 * Heartbeats renew a lock until it is unlocked. A lock that was acquired with a time to
 * live expires after it, unless {@link #renewLock} is called before. No scheduler for
 * renewals is needed, and {@link #setRenewalTaskScheduler} does nothing.
 * <p>
 * The lock's name in the store is the key's text or, if the backend does not accept that,
 * the UUID of the text, as in Spring Integration's {@code JdbcLockRegistry}.
 *
 * @since 0.1.0
 */
public final class ServiceGroupLockRegistry implements RenewableLockRegistry<DistributedLock> {

	private final DistributedLocks locks;

	private final LocksInUse inUse = new LocksInUse(this::create);

	/**
	 * Creates a registry.
	 * @param locks the locks in the store, which something else must renew
	 */
	public ServiceGroupLockRegistry(DistributedLocks locks) {
		this.locks = locks;
	}

	@Override
	public DistributedLock obtain(Object key) {
		return new ServiceGroupLock(this.inUse, key.toString());
	}

	/**
	 * Restarts the time to live that the lock was acquired with, if any.
	 * @throws IllegalStateException if this thread does not hold the lock, or it was lost
	 * @throws io.servicegroup.tooz.CoordinationException if the store does not answer
	 */
	@Override
	public void renewLock(Object lockKey) {
		renew(lockKey, null);
	}

	/**
	 * Lets the lock expire after a new time to live, counted from now.
	 * @throws IllegalStateException if this thread does not hold the lock, or it was lost
	 * @throws io.servicegroup.tooz.CoordinationException if the store does not answer
	 */
	@Override
	public void renewLock(Object lockKey, Duration ttl) {
		renew(lockKey, ttl);
	}

	private void renew(Object key, @Nullable Duration ttl) {
		LockInUse lock = this.inUse.heldByThisThread(key.toString());
		if (lock == null || !lock.renew(ttl)) {
			throw new IllegalStateException("Lock '" + key + "' cannot be renewed: "
					+ ((lock == null) ? "this thread does not hold it" : "it has expired, or was lost"));
		}
	}

	/** Creates the lock object, without access to the store. */
	private io.servicegroup.tooz.DistributedLock create(String key) {
		try {
			return this.locks.getLock(key);
		}
		catch (InvalidToozUrlException ex) {
			return this.locks.getLock(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString());
		}
	}

}
