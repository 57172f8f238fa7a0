package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Decides when a {@link GroupReader} reads its group as a whole although nothing seems to
 * have changed: so rarely that this costs at most 2,000 bytes a second, but at least
 * every five minutes. The time varies, so that observers do not read at the same time.
 * Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ReadingBudget {

	private static final int BYTES_PER_SECOND = 2000;

	private static final Duration MIN_PAUSE = Duration.ofSeconds(10);

	private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

	private final LongSupplier nanoTime;

	private long next;

	/**
	 * Creates a budget that allows a reading.
	 * @param nanoTime a monotonic clock
	 */
	public ReadingBudget(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.next = nanoTime.getAsLong();
	}

	/**
	 * Returns whether the whole group is to be read.
	 * @return whether the pause after the last reading is over
	 */
	public boolean allowsFullReading() {
		return this.nanoTime.getAsLong() - this.next >= 0;
	}

	/**
	 * Takes a reading of the whole group, and begins the pause after it.
	 * @param bytes about how many bytes were sent and received
	 */
	public void spend(long bytes) {
		// A tenth more, as the pause is a tenth shorter on average.
		Duration pause = Duration.ofMillis(bytes * 1100 / BYTES_PER_SECOND);
		pause = (pause.compareTo(MIN_PAUSE) < 0) ? MIN_PAUSE : pause;
		pause = (pause.compareTo(MAX_PAUSE) < 0) ? pause : MAX_PAUSE;
		this.next = this.nanoTime.getAsLong()
				+ (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.8, 1));
	}

}
