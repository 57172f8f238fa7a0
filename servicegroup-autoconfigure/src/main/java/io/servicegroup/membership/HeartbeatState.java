package io.servicegroup.membership;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.ServiceGroupException;
import org.jspecify.annotations.Nullable;

/**
 * The book that is kept of heartbeats: pure, over a monotonic clock. Thread-safe.
 */
final class HeartbeatState {

	private final LongSupplier nanoTime;

	private @Nullable Long lastGood;

	private @Nullable ServiceGroupException lastFailure;

	HeartbeatState(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Enters a good beat and returns the failure that it ends, if there was one. */
	synchronized @Nullable ServiceGroupException good() {
		ServiceGroupException ended = this.lastFailure;
		this.lastGood = this.nanoTime.getAsLong();
		this.lastFailure = null;
		return ended;
	}

	/** Enters a failed beat and tells whether its reason is news. */
	synchronized boolean failed(ServiceGroupException failure) {
		ServiceGroupException before = this.lastFailure;
		this.lastFailure = failure;
		return before == null || before.getClass() != failure.getClass();
	}

	synchronized boolean hasBeaten() {
		return this.lastGood != null;
	}

	/** Whether the last beat has failed, or none has come back yet. */
	synchronized boolean isFailing() {
		return this.lastGood == null || this.lastFailure != null;
	}

	synchronized @Nullable Duration age() {
		return (this.lastGood != null) ? Duration.ofNanos(this.nanoTime.getAsLong() - this.lastGood) : null;
	}

	/**
	 * Why the membership does not hold, or {@code null} if it does: one failed beat does
	 * not end it, the timeout does; a stranger under the same id does at once.
	 */
	synchronized @Nullable String problem(Duration membershipTimeout, boolean standsInItsGroups) {
		Duration age = age();
		String failure = (this.lastFailure != null) ? this.lastFailure.getMessage() : null;
		if (age == null) {
			return (failure != null) ? failure : "No heartbeat yet";
		}
		if (this.lastFailure instanceof DuplicateMemberException || !standsInItsGroups) {
			return (failure != null) ? failure : "Has not joined yet";
		}
		if (age.compareTo(membershipTimeout) < 0) {
			return null;
		}
		return "No good heartbeat for " + age.toMillis() + " ms" + ((failure != null) ? ": " + failure : "");
	}

}
