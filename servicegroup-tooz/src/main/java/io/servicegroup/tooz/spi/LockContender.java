package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Acquires, renews and releases one lock in the store. A contender is used for one
 * acquisition. Implementations limit each call by a deadline. Callers make one call at a
 * time, except for {@link #breakHold}, which concerns the lock and not this contender,
 * and {@link #isVisiblyLost}. Creating a contender does not call the store.
 *
 * @since 0.1.0
 */
public interface LockContender {

	/**
	 * Tries once to acquire the lock, without waiting for its holder. May leave a queue
	 * entry in the store, which {@link #release} removes. If the answer of a call was
	 * lost, the next call detects whether the lock was acquired.
	 * @param shared whether others may hold the lock in shared mode as well; only
	 * {@code true} if the backend has {@link Feature#SHARED_LOCKS}
	 * @return whether this contender holds the lock
	 */
	boolean tryAcquire(boolean shared);

	/**
	 * Waits until another try may succeed. The default waits for 50 to 150 ms; a backend
	 * may use a watch.
	 * @param longest the maximum time to wait
	 * @throws InterruptedException if the thread is interrupted
	 */
	default void awaitChance(Duration longest) throws InterruptedException {
		Thread.sleep(Math.min(longest.toMillis() + 1, ThreadLocalRandom.current().nextLong(50, 150)));
	}

	/**
	 * Asks the store to report releases of the lock, so that a waiting contender tries at
	 * once. Returns without waiting for the store. A report is a hint: it may be missing,
	 * and it may come without a release, so the caller also polls. The caller tries once
	 * after this call, and whenever it is woken.
	 * @param wake called on any thread when the lock may have been released; returns at
	 * once
	 * @return the registration, closed when the caller does not wait any more; closing it
	 * does not wait for the store either. {@code null}, the default, if the backend does
	 * not report releases: then {@link #awaitChance} is called between two tries
	 */
	default @Nullable Registration onReleased(Runnable wake) {
		return null;
	}

	/**
	 * Renews the lock.
	 * @return whether this contender still holds the lock; {@code false} only if it
	 * certainly does not
	 * @throws CoordinationException if the outcome is unknown
	 */
	boolean renew();

	/**
	 * Sends a renewal without waiting for the answer. The renewals of all locks are sent
	 * before the first answer is awaited, so that they take one round trip together.
	 * @return waits for the answer, with the result and the exceptions of {@link #renew};
	 * {@code null}, the default, if the backend can only {@linkplain #renew() renew} one
	 * lock after the other
	 */
	default @Nullable BooleanSupplier sendRenewal() {
		return null;
	}

	/**
	 * Returns whether the store has this contender as the holder. Changes nothing.
	 * @return whether this contender holds the lock
	 */
	boolean isHeld();

	/**
	 * Returns how often {@link #isVisiblyLost} is to be asked while the lock is held.
	 * @return the time between two questions, or {@code null}, the default, if only a
	 * call to the store can show a loss
	 */
	default @Nullable Duration lossCheckInterval() {
		return null;
	}

	/**
	 * Returns whether the lock is lost for certain, as far as this can be seen without a
	 * call to the store, for example because the server has closed the connection that
	 * held it. Called on the thread that watches all locks, also during other calls, so
	 * it must return within a few milliseconds.
	 * @return whether the lock is lost; {@code false}, the default, if that is unknown
	 */
	default boolean isVisiblyLost() {
		return false;
	}

	/**
	 * Releases the lock, or removes the queue entry. Does not affect other holders. May
	 * be called again, and after a call whose outcome is unknown.
	 * @return whether this contender held the lock until now
	 */
	boolean release();

	/**
	 * Removes the lock from its holder. Called only if the backend has
	 * {@link Feature#BREAKING}.
	 * @return whether the lock was held
	 */
	default boolean breakHold() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the fencing token of this acquisition, which is greater than that of every
	 * previous acquisition of this lock. Called only after a successful
	 * {@link #tryAcquire}, and only if the backend has {@link Feature#FENCING}.
	 * @return the fencing token
	 */
	default long fencingToken() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the minimum time for which the store keeps the lock, counted from the
	 * moment before {@link #tryAcquire} or {@link #renew} was called.
	 * @return the time, or {@code null} if the lock does not expire, but lasts as long as
	 * the process or its connection
	 */
	@Nullable Duration timeToLive();

}
