package io.servicegroup.tooz;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A lock that excludes every other holder of its name in the store, Java or Python. Kept
 * by {@link Coordinator#heartbeat()}.
 * <p>
 * As in tooz, the lock belongs to this object, not to a thread: it is not reentrant, and
 * any thread may release it. All methods may be called from any thread and, waiting
 * apart, end by a deadline.
 * <p>
 * A holder that is paused for longer than the lock's timeout has lost the lock, and finds
 * out only when it wakes. Where that matters, send the {@link #fencingToken()} along with
 * each write, and let the place written to refuse lower ones than it has seen.
 */
public interface DistributedLock extends Lock, AutoCloseable {

	/**
	 * Returns the lock's name.
	 * @return as given
	 */
	String name();

	/**
	 * Waits for the lock, for as long as it takes. The lock is held when this returns.
	 * @throws OperationTimeoutException if the thread is interrupted
	 * @throws CoordinationException if the store cannot be asked
	 */
	default void acquire() {
		acquire(true);
	}

	/**
	 * Acquires the lock.
	 * @param blocking whether to wait, for as long as it takes
	 * @return whether it is held
	 */
	boolean acquire(boolean blocking);

	/**
	 * Waits for the lock for a limited time.
	 * @param limit how long to wait at most; zero means not at all
	 * @return whether it is held
	 */
	boolean acquire(Duration limit);

	/**
	 * Waits for the lock and shares it with others who do the same. This object may
	 * acquire it several times, and has to release it as often.
	 * @param limit how long to wait at most; zero means not at all
	 * @return whether it is held
	 * @throws UnsupportedFeatureException if the backend has no
	 * {@link Feature#SHARED_LOCKS}
	 */
	boolean acquireShared(Duration limit);

	/**
	 * Acquires the lock for a try-with-resources statement.
	 * @param limit how long to wait at most
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
	 * Gives the lock back.
	 * @return whether it was held until now; {@code false} if it was lost or never held
	 * @throws CoordinationException if the store cannot be asked; the lock is given up
	 * all the same, and passes to another as soon as the store knows, at the latest with
	 * its timeout
	 */
	boolean release();

	/**
	 * Takes the lock away from whoever holds it, who finds out with the next heartbeat.
	 * @return whether somebody held it
	 * @throws UnsupportedFeatureException if the backend has no {@link Feature#BREAKING}
	 */
	boolean breakLock();

	/**
	 * Tells, from memory, whether this object holds the lock: it was acquired, and last
	 * renewed so recently that nobody else can have it.
	 * @return whether it is held
	 */
	boolean isAcquired();

	/**
	 * Asks the store whether this object still holds the lock.
	 * @return whether it does
	 */
	boolean isStillOwner();

	/**
	 * Returns a number that is greater than the one of every holder before.
	 * @return the token of the present holder, or empty where the backend has no
	 * {@link Feature#FENCING}
	 * @throws CoordinationException if the lock is not held
	 */
	OptionalLong fencingToken();

	/**
	 * Registers what to do when the lock is lost: broken, expired, or not renewed until
	 * shortly before it may pass to another. Not called for a release.
	 * @param action called once for each loss, on a thread of its own
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
	 * Waits for the lock, for as long as it takes. An interrupt does not end the wait;
	 * the thread's flag is set again when the lock is held.
	 */
	@Override
	default void lock() {
		boolean interrupted = false;
		while (true) {
			try {
				lockInterruptibly();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	default void lockInterruptibly() throws InterruptedException {
		tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
	}

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
	 * Not supported.
	 * @throws UnsupportedOperationException always: no store has conditions
	 */
	@Override
	default Condition newCondition() {
		throw new UnsupportedOperationException("A distributed lock has no conditions");
	}

	/**
	 * Waits for the lock for a limited time.
	 * @param time how long to wait at most
	 * @param unit the unit of the time
	 * @return whether it is held
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Override
	boolean tryLock(long time, TimeUnit unit) throws InterruptedException;

}
