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

	private static final int MAX_QUEUE = 10_000;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Object name;

	private final Consumer<? super E> listener;

	private final String threadName = "servicegroup-listener-" + COUNTER.incrementAndGet();

	private final ExecutorService thread;

	private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(MAX_QUEUE);

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
	 * Adds an event to the queue. Does not wait for the listener.
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
		if (events.isEmpty() || this.closed) {
			return;
		}
		if (this.queue.offer(() -> events.forEach(this::deliver))) {
			wake();
		}
		else {
			logger.error(
					"Events of listener {} are dropped: its queue of {} entries is full; delivery continues once the "
							+ "listener returns. A thread dump shows where thread {} is blocked",
					this.name, MAX_QUEUE, this.threadName);
		}
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
			Runnable next = this.queue.poll();
			while (next != null && !this.closed) {
				next.run();
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
		// If the queue is full, this waits for the whole time.
		this.queue.offer(delivered::countDown);
		wake();
		try {
			delivered.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
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

}
