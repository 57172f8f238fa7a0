package io.servicegroup.board;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.servicegroup.GroupView;
import io.servicegroup.board.BoardEvent.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when the view of the group becomes stale and fresh again, for which there are no
 * events. A look in memory each second, on a thread of its own.
 */
final class OutageWatch implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(OutageWatch.class);

	private final Supplier<@Nullable GroupView> view;

	private final EventLog log;

	private boolean stale;

	OutageWatch(Supplier<@Nullable GroupView> view, EventLog log) {
		this.view = view;
		this.log = log;
	}

	@Override
	public void run() {
		try {
			while (true) {
				look();
				TimeUnit.SECONDS.sleep(1);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("The board no longer looks for outages: the application stops");
		}
	}

	/** Nothing but the end of the application ends the watch. */
	private void look() {
		try {
			GroupView now = this.view.get();
			if (now != null && now.stale() != this.stale) {
				this.stale = now.stale();
				this.log.group(this.stale ? Kind.STALE : Kind.FRESH, Instant.now());
			}
		}
		catch (Throwable ex) {
			logger.debug("The board cannot see whether the group is stale; it looks again in a second", ex);
		}
	}

}
