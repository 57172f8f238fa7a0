package io.servicegroup.tooz;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with a thread and a queue of its own, so that one which throws or hangs
 * costs no other. The thread goes when it has nothing to do.
 *
 * @param <E> what it is told
 */
public final class IsolatedListener<E> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IsolatedListener.class);

	private static final int LONGEST_QUEUE = 10_000;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Object name;

	private final Consumer<? super E> listener;

	private final String threadName = "servicegroup-listener-" + COUNTER.incrementAndGet();

	private final ExecutorService thread;

	/**
	 * Isolates a listener.
	 * @param name what the log calls it: the application's own object
	 * @param listener called on the thread of this one only
	 */
	public IsolatedListener(Object name, Consumer<? super E> listener) {
		this.name = name;
		this.listener = listener;
		ThreadPoolExecutor own = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(LONGEST_QUEUE), Daemons.named(this.threadName),
				(task, executor) -> overflow());
		own.allowCoreThreadTimeOut(true);
		this.thread = own;
	}

	IsolatedListener(Object name, Consumer<? super E> listener, ExecutorService thread) {
		this.name = name;
		this.listener = listener;
		this.thread = thread;
	}

	private void overflow() {
		if (!this.thread.isShutdown()) {
			logger.error("Listener {} has not come back for {} events: an event is lost to it", this.name,
					LONGEST_QUEUE);
		}
	}

	/**
	 * Tells the listener, after all it was told before; does not wait for it.
	 * @param event what to tell
	 */
	public void tell(E event) {
		this.thread.execute(() -> {
			try {
				this.listener.accept(event);
			}
			catch (Throwable ex) {
				logger.error("Listener {} failed on {}", this.name, event, ex);
			}
		});
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
		this.thread.execute(heard::countDown);
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
		this.thread.shutdownNow();
	}

}
