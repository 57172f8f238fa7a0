package io.servicegroup.tooz;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One try or wait for a lock. Once the store has answered, an outage as short as a
 * server's restart is waited out.
 */
final class Contention {

	/** So that a waiting thread notices that the coordinator was stopped. */
	private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

	private static final long LONGEST_OUTAGE = TimeUnit.SECONDS.toNanos(30);

	private final StoreLock contender;

	private final boolean shared;

	private final HeldLocks locks;

	private @Nullable Long lastAnswer;

	Contention(StoreLock contender, boolean shared, HeldLocks locks) {
		this.contender = contender;
		this.shared = shared;
		this.locks = locks;
	}

	/**
	 * Contends until the deadline, between {@link HeldLocks#beginTry()} and its end.
	 * @param begun when the waiting began, by {@link HeldLocks#nanoTime()}
	 * @param nanos how long to wait from then on; zero means one try
	 * @return the hold, or {@code null} if another has the lock
	 */
	@Nullable Hold win(long begun, long nanos) throws InterruptedException {
		Hold hold = null;
		try {
			while (hold == null) {
				this.locks.requireOpen();
				hold = tryOnce();
				long left = nanos - (this.locks.nanoTime() - begun);
				if (hold == null && left <= 0) {
					return null;
				}
				if (hold == null) {
					awaitChance(Duration.ofNanos(Math.min(left, LONGEST_WAIT)));
				}
			}
			return hold;
		}
		catch (ToozConnectionError | OperationTimedOut ex) {
			// A call that was interrupted tells so by the flag.
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			throw ex;
		}
		finally {
			if (hold == null) {
				this.locks.withdraw(this.contender);
			}
		}
	}

	private @Nullable Hold tryOnce() {
		long tried = this.locks.nanoTime();
		try {
			boolean won = this.contender.tryAcquire(this.shared);
			this.lastAnswer = tried;
			return won ? new Hold(this.contender, this.shared, tried, this.locks::nanoTime) : null;
		}
		catch (ToozConnectionError | OperationTimedOut ex) {
			rethrowUnlessShort(ex);
			return null;
		}
	}

	/** Who only waits holds up nobody who stops. */
	private void awaitChance(Duration longest) throws InterruptedException {
		this.locks.endTry();
		try {
			this.contender.awaitChance(longest);
		}
		catch (ToozConnectionError | OperationTimedOut ex) {
			rethrowUnlessShort(ex);
			Thread.sleep(Math.min(longest.toMillis() + 1, 100));
		}
		finally {
			this.locks.beginTry();
		}
	}

	private void rethrowUnlessShort(ToozError outage) {
		Long answered = this.lastAnswer;
		if (answered == null || this.locks.nanoTime() - answered > LONGEST_OUTAGE
				|| Thread.currentThread().isInterrupted()) {
			throw outage;
		}
	}

}
