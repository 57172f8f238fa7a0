package io.servicegroup.tooz.concurrent;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.servicegroup.tooz.format.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to a listener on a separate thread, in order, so that a listener that
 * throws or blocks does not affect others. The thread ends when it is idle. If it cannot
 * be started, the events stay in the queue until {@link #enqueue} or {@link #wake()} can
 * start it. Thread-safe.
 *
 * @param <E> the type of the events
 */
public final class AsyncListener<E> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AsyncListener.class);

	/** The number of queued events beyond which a listener is behind. */
	private static final int MAX_BACKLOG = 1000;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Object name;

	private final Consumer<? super E> listener;

	private final String threadName = "servicegroup-listener-" + COUNTER.incrementAndGet();

	private final ExecutorService thread;

	private final LinkedBlockingQueue<Supplier<? extends List<? extends E>>> queue = new LinkedBlockingQueue<>();

	/** The number of events that are queued one by one. */
	private final AtomicInteger backlog = new AtomicInteger();

	/** Whether the thread is delivering events, or was asked to. */
	private final AtomicBoolean running = new AtomicBoolean();

	private volatile boolean startFailed;

	private volatile boolean closed;

	/**
	 * Creates the queue of a listener. Starts the thread with the first event.
	 * @param name identifies the listener in the log: usually the application's own
	 * listener object
	 * @param listener called for each event, on this object's thread only
	 */
	public AsyncListener(Object name, Consumer<? super E> listener) {
		this.name = name;
		this.listener = listener;
		ThreadPoolExecutor own = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				DaemonThreads.named(this.threadName));
		own.allowCoreThreadTimeOut(true);
		this.thread = own;
	}

	/**
	 * Creates the queue of a listener that is called by an executor.
	 * @param name the listener's name in the log
	 * @param listener called for each event
	 * @param thread an executor with one thread; shut down by {@link #close()}
	 */
	public AsyncListener(Object name, Consumer<? super E> listener, ExecutorService thread) {
		this.name = name;
		this.listener = listener;
		this.thread = thread;
	}

	/**
	 * Adds an event to the queue. Does not wait for the listener. The queue has no limit:
	 * of a listener that {@linkplain #isBehind() is behind}, {@link #cancel} events that
	 * later ones have made obsolete, or use a {@link StateListener}.
	 * @param event the event
	 */
	public void enqueue(E event) {
		enqueue(List.of(event));
	}

	/**
	 * Adds several events to the queue. If this throws, none of them is in the queue.
	 * @param events the events, in this order
	 */
	public void enqueue(List<? extends E> events) {
		if (!events.isEmpty()) {
			this.backlog.addAndGet(events.size());
			enqueue(new Queued<>(events));
		}
	}

	/**
	 * Returns whether so many events are queued that the listener should rather skip some
	 * of them.
	 * @return whether there are more than a thousand
	 */
	public boolean isBehind() {
		return this.backlog.get() > MAX_BACKLOG;
	}

	/**
	 * Adds events to the queue that are computed when they are delivered. If this throws,
	 * they are not in the queue.
	 * @param events returns the events, in this order; must not throw
	 */
	void enqueue(Supplier<? extends List<? extends E>> events) {
		if (!this.closed) {
			this.queue.add(events);
			wake();
		}
	}

	/**
	 * Removes an event from the queue.
	 * @param event the event
	 * @return whether it was queued, so that the listener does not receive it
	 */
	public boolean cancel(E event) {
		boolean removed = this.queue.remove(new Queued<>(List.of(event)));
		this.backlog.addAndGet(removed ? -1 : 0);
		return removed;
	}

	/**
	 * Starts the thread if there are queued events for which it could not be started.
	 * Cheap if there are none.
	 */
	public void wake() {
		if (!this.queue.isEmpty() && !this.closed && this.running.compareAndSet(false, true)) {
			try {
				this.thread.execute(this::deliverQueued);
				this.startFailed = false;
			}
			catch (RejectedExecutionException ex) {
				this.running.set(false);
			}
			catch (Throwable ex) {
				// Such as "unable to create native thread".
				this.running.set(false);
				if (!this.startFailed) {
					this.startFailed = true;
					logger.warn(
							"Thread of listener {} cannot be started: its events are delayed; retrying with the next "
									+ "event or poll. Raise the limit of threads or memory of this process. Cause: {}",
							this.name, Printable.of(ex.toString()));
				}
			}
		}
	}

	private void deliverQueued() {
		try {
			Supplier<? extends List<? extends E>> next = this.queue.poll();
			while (next != null && !this.closed) {
				List<? extends E> events = next.get();
				this.backlog.addAndGet((next instanceof Queued) ? -events.size() : 0);
				events.forEach(this::deliver);
				next = this.queue.poll();
			}
		}
		finally {
			this.running.set(false);
		}
		// For events that were added while this loop was ending.
		wake();
	}

	private void deliver(E event) {
		if (this.closed) {
			return;
		}
		try {
			this.listener.accept(event);
		}
		catch (Throwable ex) {
			logFailure(event, ex);
		}
		if (!this.closed) {
			// The next event must not see an interrupt that is left from this one.
			Thread.interrupted();
		}
	}

	private void logFailure(E event, Throwable failure) {
		try {
			logger.error(
					"Listener {} failed: event {} was not handled; the next event is delivered. Fix the listener in the "
							+ "stack trace",
					this.name, Printable.of(event), failure);
		}
		catch (Throwable ex) {
			// Out of memory, or toString() of an event throws: the next event is
			// delivered all the same.
		}
	}

	/**
	 * Waits until the listener has handled all queued events. Returns immediately if the
	 * listener itself calls it.
	 * @param nanos the maximum time to wait, in nanoseconds
	 */
	public void awaitIdle(long nanos) {
		if (Thread.currentThread().getName().equals(this.threadName)) {
			return;
		}
		CountDownLatch delivered = new CountDownLatch(1);
		enqueue(() -> {
			delivered.countDown();
			return List.of();
		});
		try {
			delivered.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Returns the listener's name in the log. */
	@Override
	public String toString() {
		return String.valueOf(this.name);
	}

	/**
	 * Drops the queued events and interrupts the listener. Events that are added later
	 * are ignored.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.thread.shutdownNow();
		this.queue.clear();
	}

	/**
	 * Events that are known when they are queued.
	 */
	private record Queued<E>(List<? extends E> events) implements Supplier<List<? extends E>> {

		@Override
		public List<? extends E> get() {
			return this.events;
		}

	}

}
