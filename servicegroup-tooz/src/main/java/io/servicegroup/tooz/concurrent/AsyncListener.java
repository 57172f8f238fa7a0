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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with a thread and a queue of its own, so that one which throws or hangs
 * costs no other. The thread goes when it has nothing to do. When it cannot be started,
 * the events stay in the queue until {@link #tell} or {@link #wake()} can start it.
 *
 * @param <E> what it is told
 */
public final class AsyncListener<E> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(AsyncListener.class);

	private static final int LONGEST_QUEUE = 10_000;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Object name;

	private final Consumer<? super E> listener;

	private final String threadName = "servicegroup-listener-" + COUNTER.incrementAndGet();

	private final ExecutorService thread;

	private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>(LONGEST_QUEUE);

	/** Whether the thread works the queue off, or is about to. */
	private final AtomicBoolean running = new AtomicBoolean();

	private volatile boolean threadless;

	private volatile boolean closed;

	/**
	 * Isolates a listener.
	 * @param name what the log calls it: the application's own object
	 * @param listener called on the thread of this one only
	 */
	public AsyncListener(Object name, Consumer<? super E> listener) {
		this.name = name;
		this.listener = listener;
		ThreadPoolExecutor own = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				DaemonThreads.named(this.threadName));
		own.allowCoreThreadTimeOut(true);
		this.thread = own;
	}

	public AsyncListener(Object name, Consumer<? super E> listener, ExecutorService thread) {
		this.name = name;
		this.listener = listener;
		this.thread = thread;
	}

	/**
	 * Tells the listener, after all it was told before; does not wait for it.
	 * @param event what to tell
	 */
	public void tell(E event) {
		tell(List.of(event));
	}

	/**
	 * Tells the listener several events. If this throws, none of them is in the queue.
	 * @param events what to tell, in this order
	 */
	public void tell(List<? extends E> events) {
		if (events.isEmpty() || this.closed) {
			return;
		}
		if (this.queue.offer(() -> events.forEach(this::hear))) {
			wake();
		}
		else {
			logger.error("Listener {} has not come back for {} events: an event is lost to it", this.name,
					LONGEST_QUEUE);
		}
	}

	/**
	 * Starts the thread where events wait for one that could not be started. Cheap where
	 * there are none.
	 */
	public void wake() {
		if (!this.queue.isEmpty() && !this.closed && this.running.compareAndSet(false, true)) {
			try {
				this.thread.execute(this::work);
				this.threadless = false;
			}
			catch (RejectedExecutionException ex) {
				this.running.set(false);
			}
			catch (Throwable ex) {
				// Such as "unable to create native thread".
				this.running.set(false);
				if (!this.threadless) {
					this.threadless = true;
					logger.warn("Thread of listener {} cannot be started: its events wait, and are delivered when it "
							+ "can. Cause: {}", this.name, ex.toString());
				}
			}
		}
	}

	private void work() {
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
		// For what came while this was about to end.
		wake();
	}

	private void hear(E event) {
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
			// An interrupt that this event left behind is not for the next one.
			Thread.interrupted();
		}
	}

	private void logFailure(E event, Throwable failure) {
		try {
			logger.error("Listener {} failed on {}", this.name, event, failure);
		}
		catch (Throwable ex) {
			// Short of memory, or an event's toString throws: the next event comes
			// anyway.
		}
	}

	/**
	 * Waits until the listener has heard all; does not wait when it is the one that asks.
	 * @param nanos how long to wait at most
	 */
	public void awaitIdle(long nanos) {
		if (Thread.currentThread().getName().equals(this.threadName)) {
			return;
		}
		CountDownLatch heard = new CountDownLatch(1);
		// Where the queue is full, there is a long way to idle.
		this.queue.offer(heard::countDown);
		wake();
		try {
			heard.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Tells nothing more, and interrupts the listener.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.thread.shutdownNow();
		this.queue.clear();
	}

}
