package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.time.Instant;

/**
 * memcached's <em>exptime</em>.
 */
final class Expiry {

	static final int NEVER = 0;

	/** Above this memcached takes the number for a date. */
	private static final long LONGEST_SECONDS = Duration.ofDays(30).toSeconds();

	/**
	 * A date long past: the item is gone as soon as it is written. Not a negative number,
	 * which in the binary protocol is a date far off.
	 */
	static final int AT_ONCE = (int) LONGEST_SECONDS + 1;

	private Expiry() {
	}

	/**
	 * Turns a time to live into an exptime: whole seconds, rounded up, never 0, which
	 * would mean <em>for ever</em>; over 30 days a date, at most what fits an {@code int}
	 * (the year 2038).
	 */
	static int after(Duration timeToLive, Instant now) {
		long seconds = Math.max(1, timeToLive.plusNanos(999_999_999).toSeconds());
		return (seconds <= LONGEST_SECONDS) ? (int) seconds
				: (int) Math.min(Integer.MAX_VALUE, now.getEpochSecond() + seconds);
	}

	/**
	 * Returns how long an item lives at least: memcached counts in whole seconds, and may
	 * drop it up to a second early.
	 */
	static Duration granted(Duration timeToLive) {
		Duration less = timeToLive.minusSeconds(1);
		Duration half = timeToLive.dividedBy(2);
		return (less.compareTo(half) > 0) ? less : half;
	}

}
