package io.servicegroup.integration;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.InvalidToozUrlException;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.support.locks.LockRegistry;

/**
 * Spring Integration's registry over the locks of a {@link Coordinator}, kept by the
 * API's heart.
 * <p>
 * As with Spring Integration's own registries, a lock belongs to the thread that acquired
 * it, which may acquire it again and has to unlock it as often. Unlocking one that was
 * lost meanwhile throws a {@link java.util.ConcurrentModificationException}. All locks of
 * one key are one lock, whichever object they are obtained as; a key that nobody holds or
 * waits for costs no memory.
 * <p>
 * The lock's name in the store is the key's text; where the backend cannot hold that, it
 * is the text's UUID, as in Spring Integration's {@code JdbcLockRegistry}.
 */
public final class ServiceGroupLockRegistry implements LockRegistry<Lock> {

	private final Coordinator coordinator;

	/** The locks that are held or waited for, by key. */
	private final Map<String, LockInUse> inUse = new ConcurrentHashMap<>();

	/**
	 * Creates the registry over a coordinator for which somebody has to beat.
	 * @param coordinator whose locks it gives
	 */
	public ServiceGroupLockRegistry(Coordinator coordinator) {
		this.coordinator = coordinator;
	}

	@Override
	public Lock obtain(Object key) {
		return new ServiceGroupLock(this, key.toString());
	}

	/** The lock, from now on in use once more. */
	LockInUse enter(String key) {
		return this.inUse.compute(key, (id, known) -> {
			LockInUse entered = (known != null) ? known : new LockInUse(create(id));
			entered.users++;
			return entered;
		});
	}

	@Nullable LockInUse get(String key) {
		return this.inUse.get(key);
	}

	void leave(String key) {
		this.inUse.computeIfPresent(key, (id, lock) -> (--lock.users > 0) ? lock : null);
	}

	/** Makes no call. */
	private DistributedLock create(String key) {
		try {
			return this.coordinator.getLock(key);
		}
		catch (InvalidToozUrlException ex) {
			return this.coordinator.getLock(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString());
		}
	}

}
