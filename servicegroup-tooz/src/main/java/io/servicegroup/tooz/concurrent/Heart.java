package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Beats on a thread of its own, at once and then on schedule, until it is stopped. A beat
 * that throws is retried as {@link BackgroundLoop} says.
 */
public final class Heart extends BackgroundLoop {

	/**
	 * Creates a heart that does not beat yet.
	 * @param name the thread's name
	 * @param beat one beat; it bounds its own time
	 * @param interval the time from one beat's start to the next one's, asked after each
	 * beat
	 */
	public Heart(String name, Runnable beat, Supplier<Duration> interval) {
		super(name, beat, (begun) -> begun + interval.get().toNanos());
	}

	/**
	 * Beats now instead of when the next beat is due.
	 */
	public void beatNow() {
		runNow();
	}

}
