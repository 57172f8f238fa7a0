package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * Waits between two tries to acquire a lock: until the store reports a release, but not
 * longer than the time to the next poll, as some holders do not report theirs. Used by
 * one thread.
 */
final class ReleaseWait implements AutoCloseable {

	private static final int SHORTEST_POLL = 50;

	private static final int LONGEST_POLL = 150;

	private final LockContender contender;

	private final Semaphore reports = new Semaphore(0);

	private boolean asked;

	private @Nullable Registration registration;

	ReleaseWait(LockContender contender) {
		this.contender = contender;
	}

	/**
	 * Waits until another try may succeed. Returns at once from the first call if the
	 * store reports releases: the lock may have been released before it was asked to.
	 */
	void await(Duration longest) throws InterruptedException {
		if (!this.asked) {
			this.asked = true;
			this.registration = this.contender.onReleased(this::report);
			if (this.registration != null) {
				return;
			}
		}
		if (this.registration == null) {
			this.contender.awaitChance(longest);
		}
		else {
			long poll = ThreadLocalRandom.current().nextLong(SHORTEST_POLL, LONGEST_POLL);
			this.reports.tryAcquire(Math.min(longest.toNanos(), TimeUnit.MILLISECONDS.toNanos(poll)),
					TimeUnit.NANOSECONDS);
			this.reports.drainPermits();
		}
	}

	private void report() {
		this.reports.release();
	}

	@Override
	public void close() {
		Registration last = this.registration;
		if (last != null) {
			last.close();
		}
	}

}
