package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.memory.MemoryStore.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The failures and delays that a test has set. Guarded by the store's lock, which is
 * released while a call waits.
 */
final class MemoryFaults {

	private static final String ALL_MEMBERS = "";

	private static final Fault NONE = new Fault(null, Duration.ZERO);

	private final MemoryStore store;

	private final Condition changed;

	private final Map<String, Fault> faults = new HashMap<>();

	MemoryFaults(MemoryStore store, Condition changed) {
		this.store = store;
		this.changed = changed;
	}

	void set(@Nullable Failure failure, Duration delay, String... memberIds) {
		List<String> affected = (memberIds.length > 0) ? List.of(memberIds) : List.of(ALL_MEMBERS);
		affected.forEach((id) -> this.faults.put(id, new Fault(failure, delay)));
	}

	void clear() {
		this.faults.clear();
	}

	private Fault of(String memberId) {
		Fault ofAll = this.faults.getOrDefault(ALL_MEMBERS, NONE);
		return this.faults.getOrDefault(memberId, ofAll);
	}

	boolean isReachable(String memberId) {
		Failure failure = of(memberId).failure();
		return failure != Failure.UNAVAILABLE && failure != Failure.SILENT;
	}

	boolean isWritable(String memberId) {
		return of(memberId).failure() == null;
	}

	/**
	 * Runs before a call takes effect. Refuses the call if its member's calls have to
	 * fail, and waits while the store is silent.
	 */
	void check(String memberId, boolean writing, long deadline) {
		await(deadline, () -> (of(memberId).failure() == Failure.SILENT) ? Long.MAX_VALUE : 0);
		Failure failure = of(memberId).failure();
		if (failure == Failure.UNAVAILABLE) {
			throw new StoreUnavailableException(this.store + " cannot be reached: a test made it unavailable", null);
		}
		if (failure == Failure.READ_ONLY && writing) {
			throw new StoreUnavailableException(this.store + " refuses to write: a test made it read-only", null);
		}
	}

	/** Runs after a call took effect. Waits for the delay of its answer. */
	void awaitAnswer(String memberId, long deadline) {
		long done = System.nanoTime();
		await(deadline, () -> of(memberId).delay().toNanos() - (System.nanoTime() - done));
	}

	private void await(long deadline, LongSupplier nanosToWait) {
		try {
			for (long nanos = nanosToWait.getAsLong(); nanos > 0; nanos = nanosToWait.getAsLong()) {
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					throw new OperationTimeoutException(this.store + " did not answer in time", null);
				}
				this.changed.awaitNanos(Math.min(nanos, left));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for " + this.store, ex);
		}
	}

	private record Fault(@Nullable Failure failure, Duration delay) {
	}

}
