package io.servicegroup.tooz.memcached.client;

import java.time.Duration;
import java.time.Instant;

/**
 * Computes memcached's <em>exptime</em>, the expiration time of an item.
 */
public final class Expiry {

	/** The exptime of an item that does not expire. */
	public static final int NEVER = 0;

	/** memcached reads a larger number as a Unix time. */
	private static final long MAX_RELATIVE_SECONDS = Duration.ofDays(30).toSeconds();

	/**
	 * A Unix time in the past: the item expires as soon as it is written. Not a negative
	 * number, which the binary protocol reads as a time far in the future.
	 */
	public static final int IMMEDIATE = (int) MAX_RELATIVE_SECONDS + 1;

	private Expiry() {
	}

	/**
	 * Converts a time to live to an exptime. This is the number of seconds, rounded up,
	 * but at least 1, as 0 means <em>never</em>. More than 30 days become a Unix time, at
	 * most the largest {@code int} (in the year 2038).
	 * @param timeToLive how long the item should live
	 * @param now the current time
	 * @return the exptime
	 */
	public static int after(Duration timeToLive, Instant now) {
		long seconds = Math.max(1, timeToLive.plusNanos(999_999_999).toSeconds());
		return (seconds <= MAX_RELATIVE_SECONDS) ? (int) seconds
				: (int) Math.min(Integer.MAX_VALUE, now.getEpochSecond() + seconds);
	}

	/**
	 * Returns the minimum time for which an item lives: memcached counts in whole
	 * seconds, and may expire it up to a second early.
	 * @param timeToLive the requested time to live
	 * @return the requested time minus a second, but at least half of it
	 */
	public static Duration granted(Duration timeToLive) {
		Duration less = timeToLive.minusSeconds(1);
		Duration half = timeToLive.dividedBy(2);
		return (less.compareTo(half) > 0) ? less : half;
	}

}
