package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A group in a store, for a {@link GroupFollower}, and how its readings compare.
 *
 * @param <R> a reading, immutable
 * @param <E> what listeners are notified of
 */
public interface GroupSource<R, E> {

	/** Reads the group from the store, as of a moment just before that. */
	R read(Instant asOf);

	/** Subscribes to changes of the group in the store. */
	AutoCloseable watch(Runnable lookAgain);

	/** Returns the store's shortest timeout. */
	Duration shortestTimeout();

	/** Returns what a listener that knows the group as it was before is to hear. */
	List<E> difference(@Nullable R before, R now);

	/** Throws if the answer of the store is not to be believed. */
	default void check(@Nullable R before, R now) {
	}

}
