package io.servicegroup.autoconfigure;

import java.time.Duration;

import org.springframework.core.env.Environment;

/**
 * Delays the shutdown of the web server after the application has left the group, so that
 * the other members notice that it left before the server stops.
 *
 * @param environment the environment, which contains the port if a web server listens
 * @param pollInterval the poll interval, assumed to be the same for all members
 */
record ShutdownDelay(Environment environment, Duration pollInterval) {

	/** Limits the delay if the poll interval is long. */
	private static final Duration MAX_LENGTH = Duration.ofSeconds(5);

	/** Returns the poll interval and a quarter of it, for the time that a read takes. */
	Duration length() {
		Duration length = this.pollInterval.multipliedBy(5).dividedBy(4);
		return (length.compareTo(MAX_LENGTH) < 0) ? length : MAX_LENGTH;
	}

	/** Waits if a web server listens. */
	void await() {
		if (this.environment.containsProperty("local.server.port")) {
			try {
				Thread.sleep(length().toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
