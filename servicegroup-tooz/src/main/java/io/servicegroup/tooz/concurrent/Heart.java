package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Sends heartbeats on a separate thread, immediately and then at an interval, until it is
 * stopped. A heartbeat that throws is retried, see {@link BackgroundLoop}.
 *
 * @since 0.1.0
 */
public final class Heart extends BackgroundLoop {

	/**
	 * Creates a heart that is not started.
	 * @param name the thread's name
	 * @param beat sends one heartbeat; it must limit its own time
	 * @param interval returns the time from the start of one heartbeat to the start of
	 * the next; called after each heartbeat
	 */
	public Heart(String name, Runnable beat, Supplier<Duration> interval) {
		super(name, beat, (begun) -> begun + interval.get().toNanos());
	}

	/**
	 * Sends the next heartbeat now instead of when it is due.
	 */
	public void beatNow() {
		runNow();
	}

}
