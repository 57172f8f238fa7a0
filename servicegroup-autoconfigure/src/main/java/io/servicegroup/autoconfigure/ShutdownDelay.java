package io.servicegroup.autoconfigure;

import java.time.Duration;

import org.springframework.core.env.Environment;

/**
 * The time that a web server still serves after its application has left the group, for
 * the others to see it: they poll, or are pushed and then read.
 *
 * @param environment tells whether a web server listens
 * @param pollInterval the time between two readings, taken to be the others' too
 */
record ShutdownDelay(Environment environment, Duration pollInterval) {

	/** A stop has to end, whatever the interval. */
	private static final Duration LONGEST = Duration.ofSeconds(5);

	/** A reading takes its time, too. */
	Duration length() {
		Duration length = this.pollInterval.multipliedBy(5).dividedBy(4);
		return (length.compareTo(LONGEST) < 0) ? length : LONGEST;
	}

	/** Waits, where requests may come. */
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
