package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.servicegroup.tooz.Registration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports releases of locks to waiting contenders. Those of one lock share one watch of
 * the lock's key, which exists as long as one of them waits. A release wakes one
 * contender of this backend, as only one can acquire the lock. Thread-safe.
 */
final class EtcdReleases implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EtcdReleases.class);

	/** The wakes of a contender that are not delayed. */
	private static final int PROMPT_WAKES = 2;

	private static final int MAX_DELAY_MILLIS = 8;

	private final EtcdClient client;

	private final Duration idleTimeout;

	private final Map<String, Queue> queues = new HashMap<>();

	private boolean closed;

	EtcdReleases(EtcdClient client, Duration idleTimeout) {
		this.client = client;
		this.idleTimeout = idleTimeout;
	}

	/**
	 * Registers a contender that waits for the deletion of a key.
	 * @param wake called with whether the key was deleted a moment ago
	 */
	synchronized Registration register(String key, Consumer<Boolean> wake) {
		Waiter waiter = new Waiter(wake);
		try {
			if (!this.closed) {
				this.queues.computeIfAbsent(key, Queue::new).waiters.add(waiter);
			}
		}
		catch (Error ex) {
			logger.debug("Thread for the watch of '{}' cannot be started: releases are found by polling", key, ex);
		}
		return () -> unregister(key, waiter);
	}

	private synchronized void unregister(String key, Waiter waiter) {
		Queue queue = this.queues.get(key);
		if (queue != null && queue.waiters.remove(waiter) && queue.waiters.isEmpty()) {
			this.queues.remove(key);
			queue.watch.close();
		}
	}

	/** The contender that has waited longest since it was last woken. */
	private synchronized @Nullable Waiter next(Queue queue) {
		Waiter next = queue.waiters.poll();
		if (next != null) {
			queue.waiters.add(next);
		}
		return next;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.queues.values().forEach((queue) -> queue.watch.close());
		this.queues.clear();
	}

	/** The contenders of one lock. */
	private final class Queue {

		private final EtcdWatch watch;

		private final Deque<Waiter> waiters = new ArrayDeque<>();

		Queue(String key) {
			this.watch = EtcdWatch.ofDeletions(EtcdReleases.this.client, key, EtcdReleases.this.idleTimeout,
					this::wakeNext);
			try {
				this.watch.startInBackground();
			}
			catch (Error ex) {
				this.watch.close();
				throw ex;
			}
		}

		private void wakeNext(boolean deleted) {
			Waiter next = next(this);
			if (next != null) {
				next.wake(deleted);
			}
		}

	}

	/** A contender that waits for one lock. */
	private static final class Waiter {

		private final Consumer<Boolean> wake;

		/** Read and written by one watch, which makes one call at a time. */
		private int wakes;

		Waiter(Consumer<Boolean> wake) {
			this.wake = wake;
		}

		/**
		 * Wakes the contender. One that was woken in vain has rivals in other processes:
		 * then delays it a little, so that not all of them ask the server together.
		 */
		void wake(boolean deleted) {
			int vain = this.wakes++ - PROMPT_WAKES;
			if (vain < 0) {
				this.wake.accept(deleted);
			}
			else {
				int millis = Math.min(MAX_DELAY_MILLIS, 2 << Math.min(vain, 2));
				Future<?> unused = HttpClients.schedule(
						Duration.ofNanos(ThreadLocalRandom.current().nextLong(millis * 1_000_000L)),
						() -> this.wake.accept(false));
			}
		}

	}

}
