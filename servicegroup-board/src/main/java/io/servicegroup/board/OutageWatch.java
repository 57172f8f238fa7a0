package io.servicegroup.board;

import java.util.function.Supplier;

import io.servicegroup.GroupView;
import io.servicegroup.board.BoardEvent.Kind;
import io.servicegroup.tooz.CoordinationInterruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when the view of the group becomes stale and fresh again, for which there are no
 * events: from the last reading before an outage to the first one after it. Also lets
 * read who acted when switches have changed. A look in memory each second, on a thread of
 * its own, and before browsers are sent something. Thread-safe.
 */
final class OutageWatch {

	private static final Logger logger = LoggerFactory.getLogger(OutageWatch.class);

	private final Supplier<@Nullable GroupView> view;

	private final EventLog log;

	private final OperatorActs operators;

	private boolean stale;

	OutageWatch(Supplier<@Nullable GroupView> view, EventLog log, OperatorActs operators) {
		this.operators = operators;
		this.view = view;
		this.log = log;
	}

	/**
	 * Notes whether the view is stale, before browsers are sent that it is. Makes no
	 * call.
	 */
	void note() {
		GroupView now = this.view.get();
		if (now != null) {
			note(now);
		}
	}

	private synchronized void note(GroupView now) {
		if (now.stale() != this.stale) {
			this.stale = now.stale();
			this.log.group(this.stale ? Kind.STALE : Kind.FRESH, now.asOf());
		}
	}

	/** Whatever fails is retried by the next look. */
	void look() {
		try {
			GroupView now = this.view.get();
			if (now != null) {
				this.log.started(now.asOf());
				note(now);
				this.operators.look(now);
				if (!now.stale()) {
					this.log.earlier(() -> EarlierActs.of(now.switches(), now.asOf(), this.operators.known()));
				}
			}
		}
		catch (CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			logger.debug("The board cannot see whether the group is stale; it looks again in a second", ex);
		}
	}

}
