package io.servicegroup.migration;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.WatchSubscription;

/**
 * Watches a group in the source of a migration, once the source answers.
 */
public final class SourceWatch implements Registration {

	private final String group;

	private final WatchSubscription watch;

	/** Whether a try to open the watch is in progress. */
	private final AtomicBoolean trying = new AtomicBoolean();

	public SourceWatch(ServiceGroupDriver driver, String group, Runnable lookAgain) {
		this.group = group;
		this.watch = new WatchSubscription(group, (look) -> driver.watch(group, look), lookAgain);
	}

	boolean isFor(String group) {
		return this.group.equals(group);
	}

	/**
	 * Opens the watch if it is not open, on a thread that may wait for the store.
	 * @param executor runs the try
	 */
	public void open(Consumer<Runnable> executor) {
		if (!this.watch.isSettled() && this.trying.compareAndSet(false, true)) {
			try {
				executor.accept(this::tryOpen);
			}
			catch (Error ex) {
				// For example, no thread could be started. A later read tries again.
				this.trying.set(false);
				throw ex;
			}
		}
	}

	private void tryOpen() {
		try {
			this.watch.open();
		}
		finally {
			this.trying.set(false);
		}
	}

	@Override
	public void close() {
		this.watch.close();
	}

}
