package io.servicegroup.tooz;

import java.time.Duration;

/**
 * How old a reading of a group may become before it counts as stale, even though no later
 * reading has failed: the loop that reads may hang, or fall behind.
 */
public final class ReadingAge {

	private static final int POLLS = 3;

	/** Two readings of two round trips each, which both take as long as they may. */
	private static final int CALLS = 4;

	/** A machine that is short of time must not make views flap. */
	private static final Duration SHORTEST_CALL = Duration.ofSeconds(1);

	private ReadingAge() {
	}

	/**
	 * Returns the age from which on a reading is stale: three polls and four deadlines of
	 * a call, of at least a second each.
	 * @param poll the time between two readings
	 * @param shortestTimeout the store's shortest timeout, from which deadlines are
	 * derived
	 * @return the age, counted from the moment before the store was asked
	 */
	public static Duration limit(Duration poll, Duration shortestTimeout) {
		Duration call = ToozUrl.callTimeout(shortestTimeout);
		Duration counted = (call.compareTo(SHORTEST_CALL) > 0) ? call : SHORTEST_CALL;
		return poll.multipliedBy(POLLS).plus(counted.multipliedBy(CALLS));
	}

}
