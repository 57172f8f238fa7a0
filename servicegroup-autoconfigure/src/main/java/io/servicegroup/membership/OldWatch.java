package io.servicegroup.membership;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.servicegroup.driver.ServiceGroupDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group watched in the old place, as soon as that answers.
 */
final class OldWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(OldWatch.class);

	private final ServiceGroupDriver driver;

	private final String group;

	private final Runnable lookAgain;

	/** Whether it is watched, or somebody tries. */
	private final AtomicBoolean taken = new AtomicBoolean();

	private boolean closed;

	private @Nullable AutoCloseable watch;

	OldWatch(ServiceGroupDriver driver, String group, Runnable lookAgain) {
		this.driver = driver;
		this.group = group;
		this.lookAgain = lookAgain;
	}

	boolean isFor(String group) {
		return this.group.equals(group);
	}

	/** Has it watched if it is not yet, by somebody who may wait for the store. */
	void open(Consumer<Runnable> aside) {
		if (this.taken.compareAndSet(false, true)) {
			aside.accept(this::tryIt);
		}
	}

	private void tryIt() {
		try {
			keep(this.driver.watch(this.group, this.lookAgain));
			this.lookAgain.run();
		}
		catch (Exception ex) {
			logger.debug("Group '{}' is polled in the old place, and watched with a later reading", this.group, ex);
			this.taken.set(false);
		}
	}

	private synchronized void keep(AutoCloseable watch) throws Exception {
		if (this.closed) {
			watch.close();
		}
		this.watch = watch;
	}

	@Override
	public synchronized void close() throws Exception {
		this.closed = true;
		if (this.watch != null) {
			this.watch.close();
		}
	}

}
