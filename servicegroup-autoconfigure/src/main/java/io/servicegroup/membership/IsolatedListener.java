package io.servicegroup.membership;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.tooz.Daemons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with a thread and a queue of its own, so that one which throws or hangs
 * costs no other. The thread goes when it has nothing to do.
 */
final class IsolatedListener implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IsolatedListener.class);

	private static final int LONGEST_QUEUE = 10_000;

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final ServiceGroupListener listener;

	private final ThreadPoolExecutor thread;

	IsolatedListener(ServiceGroupListener listener) {
		this.listener = listener;
		String name = "servicegroup-listener-" + COUNTER.incrementAndGet();
		this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(LONGEST_QUEUE),
				Daemons.named(name), (task, executor) -> overflow());
		this.thread.allowCoreThreadTimeOut(true);
	}

	private void overflow() {
		if (!this.thread.isShutdown()) {
			logger.error("Listener {} has not come back for {} events: an event is lost to it", this.listener,
					LONGEST_QUEUE);
		}
	}

	void tell(MemberEvent event) {
		this.thread.execute(() -> {
			try {
				this.listener.onMemberEvent(event);
			}
			catch (Throwable ex) {
				logger.error("Listener {} failed on {}", this.listener, event, ex);
			}
		});
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
