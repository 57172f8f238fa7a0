package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The time between two regular reads of a group. It varies at random, so that the
 * observers of a group that were started together do not read it together.
 *
 * @param longest the longest time
 * @param random returns numbers from 0, for the longest time, to 1
 */
public record PollInterval(Duration longest, DoubleSupplier random) {

	/** By how much the longest time is shortened at most. */
	private static final double SPREAD = 0.2;

	/** The same for the first time, which has to part those that start together. */
	private static final double FIRST_SPREAD = 0.8;

	/**
	 * Returns an interval that varies.
	 * @param longest the longest time
	 * @return the interval
	 */
	public static PollInterval upTo(Duration longest) {
		return new PollInterval(longest, () -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * Returns an interval that does not vary.
	 * @param time the time
	 * @return the interval
	 */
	public static PollInterval regular(Duration time) {
		return new PollInterval(time, () -> 0);
	}

	/**
	 * Returns a time in nanoseconds.
	 * @param first whether the group is not followed for the longest time yet
	 */
	long next(boolean first) {
		double shortened = this.random.getAsDouble() * (first ? FIRST_SPREAD : SPREAD);
		long nanos = this.longest.toNanos();
		return nanos - (long) (nanos * shortened);
	}

}
