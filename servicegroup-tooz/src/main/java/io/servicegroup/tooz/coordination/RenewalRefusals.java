package io.servicegroup.tooz.coordination;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the refused renewal of one lock from failing the renewals of others, and the
 * heartbeat: the member is up. A lock that is not renewed is lost in time. Thread-safe.
 */
final class RenewalRefusals {

	private static final Logger logger = LoggerFactory.getLogger(RenewalRefusals.class);

	/** Whether the last round had refusals, which are logged once. */
	private volatile boolean logged;

	/** One renewal of all locks. Used by one thread. */
	final class Round {

		private int count;

		private @Nullable CoordinationException first;

		/** Runs a call, and keeps an exception that concerns only one lock. */
		void run(Runnable call) {
			try {
				call.run();
			}
			catch (CoordinationException ex) {
				if (ex.isStoreWide()) {
					throw ex;
				}
				this.count++;
				this.first = (this.first != null) ? this.first : ex;
			}
		}

		/** Logs the refusals, unless the last round had some as well. */
		void end() {
			CoordinationException example = this.first;
			if (example != null && !RenewalRefusals.this.logged) {
				logger.warn(
						"Renewal of {} locks was refused: they are lost unless a later heartbeat renews them in time; "
								+ "other locks are not affected. Cause: {}",
						this.count, Printable.of(example.getMessage()));
			}
			RenewalRefusals.this.logged = example != null;
		}

	}

}
