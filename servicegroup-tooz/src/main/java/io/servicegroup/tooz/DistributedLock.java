package io.servicegroup.tooz;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

import io.servicegroup.tooz.concurrent.Interrupts;

/**
 * A lock in the store that excludes every other holder of the same name, Java or Python.
 * {@link Coordinator#heartbeat()} renews it.
 * <p>
 * As in tooz, the lock belongs to this object, not to a thread: it is not reentrant, and
 * any thread may release it. Thread-safe. Each call to the store has a deadline; only
 * waiting for the lock may take longer.
 * <p>
 * Interrupts work as in {@link java.util.concurrent.locks}: {@link #lock()},
 * {@link #tryLock()}, {@code acquire(false)} and {@link #release()} do their work in
 * spite of an interrupt, and leave the flag set. {@link #lockInterruptibly()} and
 * {@link #tryLock(long, TimeUnit)} throw an {@link InterruptedException} if the thread is
 * interrupted before or during the call; the other methods that wait throw a
 * {@link CoordinationInterruptedException} and leave the flag set. No lock is held then.
 * <p>
 * A holder that is paused for longer than the lock's timeout loses the lock, and detects
 * the loss only when it resumes. For a moment, two holders may believe that they hold the
 * lock. If that matters, send the {@link #fencingToken()} with each write, and let the
 * target reject every token that is lower than one it has already received.
 *
 * @since 0.1.0
 */
public interface DistributedLock extends Lock, AutoCloseable {

	/**
	 * Returns the lock's name.
	 * @return the name
	 */
	String name();

	/**
	 * Waits for the lock, for as long as it takes. The lock is held when this returns.
	 * @throws CoordinationInterruptedException if the thread is interrupted
	 * @throws CoordinationException if the store does not answer
	 */
	default void acquire() {
		acquire(true);
	}

	/**
	 * Acquires the lock.
	 * @param blocking whether to wait for the lock, without a time limit; otherwise this
	 * is {@link #tryLock()}
	 * @return whether it is held
	 */
	boolean acquire(boolean blocking);

	/**
	 * Waits for the lock for a limited time.
	 * @param limit the maximum wait; zero means a single try
	 * @return whether it is held
	 */
	boolean acquire(Duration limit);

	/**
	 * Waits for the lock in shared mode, in which several holders may hold it at once.
	 * This object may acquire it several times, and must release it as often.
	 * @param limit the maximum wait; zero means a single try
	 * @return whether it is held
	 * @throws UnsupportedFeatureException if the backend has no
	 * {@link Feature#SHARED_LOCKS}
	 */
	boolean acquireShared(Duration limit);

	/**
	 * Acquires the lock or throws, for use in a try-with-resources statement.
	 * @param limit the maximum wait
	 * @return this lock, held
	 * @throws LockNotAcquiredException if it cannot be acquired in time
	 */
	default DistributedLock acquireOrThrow(Duration limit) {
		if (!acquire(limit)) {
			throw new LockNotAcquiredException(name());
		}
		return this;
	}

	/**
	 * Releases the lock.
	 * @return whether it was held until now; {@code false} if it was lost or never held
	 * @throws CoordinationException if the store does not answer. This object no longer
	 * holds the lock. Others can acquire it after the next renewal has retried the
	 * release, at the latest after the lock's timeout
	 */
	boolean release();

	/**
	 * Removes the lock from its holder, which detects the loss with its next heartbeat.
	 * @return whether the lock was held
	 * @throws UnsupportedFeatureException if the backend has no {@link Feature#BREAKING}
	 */
	boolean breakLock();

	/**
	 * Returns whether this object holds the lock, without calling the store: it was
	 * acquired, and renewed so recently that it cannot have expired in the store.
	 * @return whether it is held
	 */
	boolean isAcquired();

	/**
	 * Asks the store whether this object still holds the lock.
	 * @return whether it is held
	 */
	boolean isStillOwner();

	/**
	 * Returns the fencing token: a number that is greater than that of every previous
	 * holder. Does not call the store.
	 * @return the holder's token, or empty if the backend has no {@link Feature#FENCING}
	 * @throws CoordinationException if the lock is not held
	 */
	OptionalLong fencingToken();

	/**
	 * Registers an action for the loss of the lock. A lock is lost if it was broken or
	 * has expired, or if nine tenths of its timeout have passed without a renewal. Not
	 * called for a release, unless the release finds that the lock was lost before.
	 * @param action called once for each loss, on a new thread
	 */
	void onLost(Runnable action);

	/**
	 * Releases the lock if it is held.
	 */
	@Override
	default void close() {
		release();
	}

	/**
	 * Waits for the lock without a time limit. An interrupt does not end the wait; the
	 * thread's interrupt flag is set again once the lock is held.
	 */
	@Override
	default void lock() {
		Interrupts.defer(() -> {
			lockInterruptibly();
			return true;
		});
	}

	@Override
	default void lockInterruptibly() throws InterruptedException {
		tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
	}

	/**
	 * Tries once to acquire the lock, without waiting for its holder.
	 * @return whether it is held
	 */
	@Override
	default boolean tryLock() {
		return acquire(false);
	}

	@Override
	default void unlock() {
		if (!release()) {
			throw new IllegalMonitorStateException("Lock '" + name() + "' is not held, or was lost");
		}
	}

	/**
	 * Throws an exception: no store supports conditions.
	 * @throws UnsupportedOperationException always
	 */
	@Override
	default Condition newCondition() {
		throw new UnsupportedOperationException("A distributed lock does not support conditions");
	}

	/**
	 * Waits for the lock for a limited time.
	 * @param time the maximum wait; zero means a single try
	 * @param unit the unit of the time
	 * @return whether it is held
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Override
	boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

}
