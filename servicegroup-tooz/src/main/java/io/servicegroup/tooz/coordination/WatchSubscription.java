package io.servicegroup.tooz.coordination;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.servicegroup.tooz.Registration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription to changes of a group. {@link #close()} never blocks: if the store is
 * still opening the watch, the watch is closed as soon as it is open. Thread-safe, except
 * for {@link #open()}.
 */
public final class WatchSubscription implements Registration {

	private static final Logger logger = LoggerFactory.getLogger(WatchSubscription.class);

	private final String group;

	private final Function<Runnable, Registration> store;

	private final Runnable lookAgain;

	private final AtomicReference<@Nullable Registration> watch = new AtomicReference<>();

	private volatile boolean closed;

	/**
	 * Creates a subscription that is not open.
	 * @param group the group's id, for the log
	 * @param store opens the watch, by a call to the store
	 * @param lookAgain called when the group may have changed: whenever the store calls
	 * it, and once when the watch is open
	 */
	public WatchSubscription(String group, Function<Runnable, Registration> store, Runnable lookAgain) {
		this.group = group;
		this.store = store;
		this.lookAgain = lookAgain;
	}

	/**
	 * Returns whether {@link #open()} has nothing left to do, because the watch is open
	 * or the subscription is closed.
	 */
	public boolean isSettled() {
		return this.watch.get() != null || this.closed;
	}

	/**
	 * Opens the watch unless it is open. If that fails, the next call retries. Must be
	 * called by one thread at a time.
	 */
	public void open() {
		if (isSettled()) {
			return;
		}
		try {
			this.watch.set(this.store.apply(this.lookAgain));
			if (this.closed) {
				cancel();
			}
			// Otherwise, only a poll would find a change made after the last read and
			// before the watch was open.
			this.lookAgain.run();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("Watch of group '{}' failed: the group is polled; retrying with a later read", this.group, ex);
		}
	}

	private void cancel() {
		Registration open = this.watch.getAndSet(null);
		if (open != null) {
			try {
				open.close();
			}
			catch (RuntimeException ex) {
				logger.debug("Watch of group '{}' failed to close", this.group, ex);
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		cancel();
	}

}
