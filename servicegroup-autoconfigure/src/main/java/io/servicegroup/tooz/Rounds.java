package io.servicegroup.tooz;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is scheduled again and again. A {@code ScheduledExecutorService} silently
 * drops a task that throws; rounds therefore do not throw.
 */
public final class Rounds {

	private static final Logger logger = LoggerFactory.getLogger(Rounds.class);

	private Rounds() {
	}

	/**
	 * Wraps a round so that nothing that it throws ends its schedule.
	 * @param what what the log calls it
	 * @param round one round; it marks its own results as stale where it fails
	 * @return a round that never throws
	 */
	public static Runnable surviving(String what, Runnable round) {
		return () -> {
			try {
				round.run();
			}
			catch (Throwable ex) {
				log(what, ex);
			}
		};
	}

	private static void log(String what, Throwable thrown) {
		try {
			logger.warn("Round of {} failed: what it read last counts as stale once it is old; the next round comes "
					+ "on schedule", what, thrown);
		}
		catch (Throwable ex) {
			// Short of memory, logging fails as well. The schedule goes on all the same.
		}
	}

}
