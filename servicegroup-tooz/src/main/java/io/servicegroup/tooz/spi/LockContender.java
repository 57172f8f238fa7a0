package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Feature;
import org.jspecify.annotations.Nullable;

/**
 * One contender for one lock in the store: tries, holds, gives back, and is not used
 * again. Its calls end by a deadline and come one at a time, but for {@link #breakHold},
 * which is about the lock and not this contender. Making one makes no call.
 */
public interface LockContender {

	/**
	 * Tries once to get the lock, without waiting for others. A contender may leave a
	 * place in a queue behind, which {@link #release} takes back. Where a call's answer
	 * was lost, the next one finds out.
	 * @param shared whether others may hold the lock as well; never {@code true} unless
	 * the backend has {@link Feature#SHARED_LOCKS}
	 * @return whether this contender holds the lock
	 */
	boolean tryAcquire(boolean shared);

	/**
	 * Waits until another try may succeed: by a watch or, as here, for 50 to 150 ms.
	 * @param longest how long to wait at most
	 * @throws InterruptedException if the thread is interrupted
	 */
	default void awaitChance(Duration longest) throws InterruptedException {
		Thread.sleep(Math.min(longest.toMillis() + 1, ThreadLocalRandom.current().nextLong(50, 150)));
	}

	/**
	 * Prolongs the hold.
	 * @return whether the lock is still this contender's; {@code false} is for sure
	 * @throws CoordinationException if it could not be told
	 */
	boolean renew();

	/**
	 * Asks the store whether the lock is this contender's, and changes nothing.
	 * @return whether it is
	 */
	boolean isHeld();

	/**
	 * Gives the lock back, or the place in the queue; touches no other's hold. May be
	 * called again, and after a call whose outcome is not known.
	 * @return whether the lock was this contender's until now
	 */
	boolean release();

	/**
	 * Takes the lock away from whoever holds it. Called only where the backend has
	 * {@link Feature#BREAKING}.
	 * @return whether somebody held it
	 */
	default boolean breakHold() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns the number of the present hold, greater than that of any hold of this lock
	 * before. Called only where the backend has {@link Feature#FENCING}.
	 * @return the fencing token
	 */
	default long fencingToken() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Returns for how long the store keeps the hold at least, counted from the moment
	 * before {@link #tryAcquire} or {@link #renew} was called.
	 * @return the time, or {@code null} if the hold lasts as long as the process or its
	 * connection
	 */
	@Nullable Duration timeToLive();

}
