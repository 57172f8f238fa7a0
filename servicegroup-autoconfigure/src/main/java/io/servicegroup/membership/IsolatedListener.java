package io.servicegroup.membership;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.tooz.Daemons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with a thread and a queue of its own, so that one which throws or hangs
 * costs no other. The thread goes when it has nothing to do.
 *
 * @param <E> what it is told
 */
final class IsolatedListener<E> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IsolatedListener.class);

	private static final int LONGEST_QUEUE = 10_000;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Object listener;

	private final Consumer<? super E> call;

	private final String name = "servicegroup-listener-" + COUNTER.incrementAndGet();

	private final ThreadPoolExecutor thread;

	/** Creates a listener that is shown as one thing and called by the other. */
	IsolatedListener(Object listener, Consumer<? super E> call) {
		this.listener = listener;
		this.call = call;
		this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(LONGEST_QUEUE),
				Daemons.named(this.name), (task, executor) -> overflow());
		this.thread.allowCoreThreadTimeOut(true);
	}

	static IsolatedListener<MemberEvent> of(ServiceGroupListener listener) {
		return new IsolatedListener<>(listener, listener::onMemberEvent);
	}

	private void overflow() {
		if (!this.thread.isShutdown()) {
			logger.error("Listener {} has not come back for {} events: an event is lost to it", this.listener,
					LONGEST_QUEUE);
		}
	}

	void tell(E event) {
		this.thread.execute(() -> {
			try {
				this.call.accept(event);
			}
			catch (Throwable ex) {
				logger.error("Listener {} failed on {}", this.listener, event, ex);
			}
		});
	}

	/** Waits until it has heard all; not for itself. */
	void awaitIdle(long nanos) {
		if (Thread.currentThread().getName().equals(this.name)) {
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

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
