package io.servicegroup.tooz.concurrent;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription to changes of a group. {@link #close()} never blocks: if the store is
 * still opening the watch, it is closed as soon as it opens.
 */
public final class WatchSubscription implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WatchSubscription.class);

	private final String group;

	private final Function<Runnable, AutoCloseable> store;

	private final Runnable lookAgain;

	private final AtomicReference<@Nullable AutoCloseable> watch = new AtomicReference<>();

	private volatile boolean closed;

	/**
	 * Creates one that is not open.
	 * @param group what the log calls it
	 * @param store begins a watch, by a call of the store
	 * @param lookAgain called for whatever may have changed, as the store calls it and
	 * once when the watch is open
	 */
	public WatchSubscription(String group, Function<Runnable, AutoCloseable> store, Runnable lookAgain) {
		this.group = group;
		this.store = store;
		this.lookAgain = lookAgain;
	}

	/** Returns whether there is nothing to open (any more). */
	public boolean isSettled() {
		return this.watch.get() != null || this.closed;
	}

	/**
	 * Opens the watch unless it is open. If the store refuses it, the next call tries
	 * again. For one thread at a time.
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
			// What changed between the last reading and the watch would wait for a poll.
			this.lookAgain.run();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("Group '{}' is polled; it will be watched with a later reading", this.group, ex);
		}
	}

	private void cancel() {
		AutoCloseable open = this.watch.getAndSet(null);
		if (open != null) {
			try {
				open.close();
			}
			catch (Exception ex) {
				logger.debug("The watch of group '{}' did not close", this.group, ex);
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		cancel();
	}

}
