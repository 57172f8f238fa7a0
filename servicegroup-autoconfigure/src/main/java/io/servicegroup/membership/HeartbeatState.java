package io.servicegroup.membership;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.ServiceGroupException;
import org.jspecify.annotations.Nullable;

/**
 * Records the results of heartbeats over a monotonic clock. Makes no calls. Thread-safe.
 */
final class HeartbeatState {

	private final LongSupplier nanoTime;

	private @Nullable Long lastSuccess;

	private @Nullable ServiceGroupException lastFailure;

	HeartbeatState(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Records a successful heartbeat and returns the failure that it ends, if there was
	 * one.
	 */
	synchronized @Nullable ServiceGroupException succeeded() {
		ServiceGroupException ended = this.lastFailure;
		this.lastSuccess = this.nanoTime.getAsLong();
		this.lastFailure = null;
		return ended;
	}

	/**
	 * Records a failed heartbeat. Returns {@code true} if the one before succeeded or
	 * failed with another type of exception.
	 */
	synchronized boolean failed(ServiceGroupException failure) {
		ServiceGroupException before = this.lastFailure;
		this.lastFailure = failure;
		return before == null || before.getClass() != failure.getClass();
	}

	synchronized boolean hasSucceeded() {
		return this.lastSuccess != null;
	}

	/** Returns whether the last heartbeat failed, or none has succeeded yet. */
	synchronized boolean isFailing() {
		return this.lastSuccess == null || this.lastFailure != null;
	}

	/** Returns the time since the last successful heartbeat. */
	synchronized @Nullable Duration age() {
		return (this.lastSuccess != null) ? Duration.ofNanos(this.nanoTime.getAsLong() - this.lastSuccess) : null;
	}

	/**
	 * Returns why this member is down, or {@code null} if it is up. A failed heartbeat
	 * alone does not make it down before the timeout. Another process with the same id
	 * does at once.
	 */
	synchronized @Nullable String problem(Duration membershipTimeout, boolean joined) {
		Duration age = age();
		String failure = (this.lastFailure != null) ? this.lastFailure.getMessage() : null;
		if (age == null) {
			return (failure != null) ? failure : "No heartbeat yet";
		}
		if (this.lastFailure instanceof DuplicateMemberException || !joined) {
			return (failure != null) ? failure : "Has not joined yet";
		}
		if (age.compareTo(membershipTimeout) < 0) {
			return null;
		}
		return "No successful heartbeat for " + age.toMillis() + " ms" + ((failure != null) ? ": " + failure : "");
	}

}
