package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.servicegroup.tooz.Registration;

import org.jspecify.annotations.Nullable;

/**
 * Reads a group for a {@link GroupFollower} and compares two readings of it.
 *
 * @param <R> a reading, immutable
 * @param <E> the type of the events that listeners receive
 */
public interface GroupSource<R, E> {

	/**
	 * Reads the group from the store.
	 * @param asOf the time just before the read
	 */
	R read(Instant asOf);

	/**
	 * Called when the group is not followed any more. Must not wait for a read in
	 * progress.
	 */
	default void release() {
	}

	/** Subscribes to changes of the group in the store. */
	Registration watch(Runnable lookAgain);

	/** Returns the store's shortest timeout. */
	Duration shortestTimeout();

	/**
	 * Returns the events that lead from one reading to the next; before is {@code null}
	 * for the first one.
	 */
	List<E> difference(@Nullable R before, R now);

	/**
	 * Returns the nanoseconds since bytes arrived from the store, or the maximum if that
	 * is unknown.
	 */
	default long silence() {
		return Long.MAX_VALUE;
	}

	/** Returns whether a read failed because the store did not answer. */
	boolean isSilence(Throwable failure);

	/** Throws if the reading is not plausible. */
	default void check(@Nullable R before, R now) {
	}

}
