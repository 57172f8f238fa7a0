package io.servicegroup.tooz.concurrent;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a listener receives each event once and in order, even if exceptions or
 * errors are thrown.
 */
@Timeout(30)
public class AsyncListenerTests {

	private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();

	/** How many of the next starts of a thread fail. */
	private final AtomicInteger failures = new AtomicInteger();

	private AsyncListener<Integer> listener = listener();

	private AsyncListener<Integer> listener() {
		return new AsyncListener<>("test", this::receive, exhausted(this.failures));
	}

	/**
	 * Returns an executor with one thread, which ends as soon as it is idle. Starting it
	 * fails for the given number of times.
	 */
	public static ThreadPoolExecutor exhausted(AtomicInteger failures) {
		ThreadFactory threads = (work) -> {
			if (failures.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				throw new OutOfMemoryError("unable to create native thread, on purpose");
			}
			return DaemonThreads.named("listener-test").newThread(work);
		};
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), threads);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private void receive(int event) {
		this.received.add(event);
		if (event < 0) {
			throw new StackOverflowError("on purpose");
		}
	}

	@AfterEach
	void close() {
		this.listener.close();
	}

	private void assertReceives(Integer... events) throws InterruptedException {
		for (Integer event : events) {
			assertThat(this.received.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
		}
		this.listener.awaitIdle(TimeUnit.SECONDS.toNanos(10));
		assertThat(this.received).isEmpty();
	}

	@Test
	void queuedEventsAreDeliveredWithTheNextEvent() throws InterruptedException {
		this.failures.set(2);
		this.listener.enqueue(1);
		this.listener.enqueue(() -> List.of(2, 3));
		assertThat(this.received).isEmpty();
		this.listener.enqueue(4);
		assertReceives(1, 2, 3, 4);
	}

	@Test
	void queuedEventsAreDeliveredByWake() throws InterruptedException {
		this.failures.set(2);
		this.listener.enqueue(1);
		this.listener.wake();
		assertThat(this.received).isEmpty();
		this.listener.wake();
		this.listener.wake();
		assertReceives(1);
	}

	@Test
	void anErrorOfTheListenerDoesNotAffectTheNextEvent() throws InterruptedException {
		this.listener.enqueue(() -> List.of(-1, 2));
		this.listener.enqueue(3);
		assertReceives(-1, 2, 3);
	}

	@Test
	void theOrderIsKeptWhenThreadsEndAndStart() throws InterruptedException {
		for (int i = 0; i < 2000; i++) {
			this.failures.set(i % 3 == 0 ? 1 : 0);
			this.listener.enqueue(i);
			if (i % 100 == 0) {
				this.listener.awaitIdle(TimeUnit.SECONDS.toNanos(10));
			}
		}
		this.listener.wake();
		for (int i = 0; i < 2000; i++) {
			assertThat(this.received.poll(10, TimeUnit.SECONDS)).isEqualTo(i);
		}
		assertThat(this.received).isEmpty();
	}

	@Test
	void theNextEventDoesNotSeeAnInterrupt() throws InterruptedException {
		BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
		try (AsyncListener<Integer> own = new AsyncListener<>("test", (event) -> {
			interrupted.add(Thread.currentThread().isInterrupted());
			Thread.currentThread().interrupt();
		})) {
			own.enqueue(() -> List.of(1, 2));
			own.enqueue(3);
			for (int i = 0; i < 3; i++) {
				assertThat(interrupted.poll(10, TimeUnit.SECONDS)).isFalse();
			}
		}
	}

	@Test
	void aClosedListenerReceivesNoEvent() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		AsyncListener<Integer> own = new AsyncListener<>("test", (event) -> {
			this.received.add(event);
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				ended.countDown();
			}
		});
		own.enqueue(() -> List.of(1, 2));
		own.enqueue(3);
		begun.await();
		own.close();
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		own.enqueue(4);
		own.awaitIdle(TimeUnit.SECONDS.toNanos(1));
		assertThat(this.received).containsExactly(1);
	}

}
