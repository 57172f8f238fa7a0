package io.servicegroup.integration;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.locks.Lock;

import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.InvalidToozUrlException;

import org.springframework.integration.support.locks.LockRegistry;

/**
 * Spring Integration's lock registry on top of {@link DistributedLocks}.
 * <p>
 * As with Spring Integration's own registries, a lock belongs to the thread that acquired
 * it. That thread can acquire it again and must unlock it as often. Unlocking a lock that
 * was lost throws a {@link java.util.ConcurrentModificationException}. All locks of the
 * same key are the same lock, even if they are different objects. A key uses no memory
 * while no thread holds its lock or waits for it.
 * <p>
 * The lock's name in the store is the key's text or, if the backend does not accept that,
 * the UUID of the text, as in Spring Integration's {@code JdbcLockRegistry}.
 *
 * @since 0.1.0
 */
public final class ServiceGroupLockRegistry implements LockRegistry<Lock> {

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
	public Lock obtain(Object key) {
		return new ServiceGroupLock(this.inUse, key.toString());
	}

	/** Creates the lock object, without access to the store. */
	private DistributedLock create(String key) {
		try {
			return this.locks.getLock(key);
		}
		catch (InvalidToozUrlException ex) {
			return this.locks.getLock(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString());
		}
	}

}
