package io.servicegroup.migration;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.concurrent.WatchSubscription;

/**
 * A group watched in the old place, as soon as that answers.
 */
public final class SourceWatch implements AutoCloseable {

	private final String group;

	private final WatchSubscription watch;

	/** Whether somebody has it watched just now. */
	private final AtomicBoolean trying = new AtomicBoolean();

	public SourceWatch(ServiceGroupDriver driver, String group, Runnable lookAgain) {
		this.group = group;
		this.watch = new WatchSubscription(group, (look) -> driver.watch(group, look), lookAgain);
	}

	boolean isFor(String group) {
		return this.group.equals(group);
	}

	/** Has it watched if it is not yet, by somebody who may wait for the store. */
	public void open(Consumer<Runnable> aside) {
		if (!this.watch.isSettled() && this.trying.compareAndSet(false, true)) {
			try {
				aside.accept(this::tryIt);
			}
			catch (Error ex) {
				// Such as a thread that cannot be started: a later reading tries again.
				this.trying.set(false);
				throw ex;
			}
		}
	}

	private void tryIt() {
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
