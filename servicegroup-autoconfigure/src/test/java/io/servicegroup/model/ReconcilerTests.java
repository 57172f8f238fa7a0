package io.servicegroup.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.coordination.MembershipReconciler;
import io.servicegroup.tooz.spi.MemberStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests the reconciler alone: every short order of calls and faults, that a broken rule
 * is found, and many concurrent callers.
 */
class ReconcilerTests {

	@ParameterizedTest
	@CsvSource({ "3, 2, false", "3, 2, true", "4, 1, true" })
	void noShortOrderBreaksARule(int depth, int faults, boolean comparesCapabilities) throws Exception {
		ReconcilerExplorer explorer = new ReconcilerExplorer(comparesCapabilities, depth, faults, (store) -> store);
		explorer.run();
		System.out.println(explorer.runs() + " orders");
		assertThat(explorer.runs()).isGreaterThan(10_000);
	}

	@Test
	void aHeartbeatThatReportsNothingLostIsFound() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> new ReconcilerExplorer(true, 3, 1, NothingLost::new).run())
			.withMessageContaining("has the newest in A");
	}

	@Test
	void concurrentUpdatesAreMergedAndDoNotDelayHeartbeats() {
		Slow store = new Slow();
		MembershipReconciler reconciler = new MembershipReconciler("a", () -> store, (group) -> {
		});
		reconciler.join("g", new byte[] { 0 });
		store.gate = new CountDownLatch(1);
		int callers = 50;
		ExecutorService threads = Executors.newFixedThreadPool(callers + 2);
		try {
			CompletableFuture<Void> first = CompletableFuture.runAsync(() -> reconciler.update("g", new byte[] { 1 }),
					threads);
			await().until(() -> store.joins.get() == 2);
			CompletableFuture<?>[] others = IntStream.range(0, callers)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> reconciler.update("g", new byte[] { 2 }), threads))
				.toArray(CompletableFuture[]::new);
			CompletableFuture<Void> beat = CompletableFuture.runAsync(reconciler::beat, threads);
			store.gate.countDown();
			assertThat(CompletableFuture.allOf(others)).succeedsWithin(Duration.ofSeconds(10));
			assertThat(first).succeedsWithin(Duration.ofSeconds(10));
			assertThat(beat).succeedsWithin(Duration.ofSeconds(10));
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(store.newest).containsExactly(2);
		assertThat(store.joins.get()).as("the join, the first update, and those that waited").isLessThan(callers / 2);
	}

	/**
	 * The thread that writes the newest for both is interrupted, and the other is not.
	 */
	@Test
	void anInterruptedWriteIsRepeatedByACallerThatWaits() throws Exception {
		Slow store = new Slow();
		MembershipReconciler reconciler = new MembershipReconciler("a", () -> store, (group) -> {
		});
		reconciler.join("g", new byte[] { 0 });
		CountDownLatch firstGate = new CountDownLatch(1);
		store.gate = firstGate;
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		List<Thread> callers = new ArrayList<>();
		for (byte i = 1; i <= 3; i++) {
			byte[] capabilities = { i };
			Thread caller = new Thread(() -> reconciler.update("g", capabilities));
			caller.setUncaughtExceptionHandler((thread, ex) -> failures.add(ex));
			caller.start();
			callers.add(caller);
			await().until(() -> caller.getState().name().endsWith("WAITING"));
		}
		CountDownLatch secondGate = new CountDownLatch(1);
		store.gate = secondGate;
		firstGate.countDown();
		await().until(() -> store.joins.get() == 3);
		callers.get(1).interrupt();
		callers.get(1).join();
		secondGate.countDown();
		callers.get(2).join();
		assertThat(failures).hasSize(1).first().isInstanceOf(CoordinationInterruptedException.class);
		assertThat(store.newest).containsExactly(3);
	}

	/** Its beats find nothing lost, as tooz's do. */
	private record NothingLost(MemberStore store) implements MemberStore {

		@Override
		public Duration membershipTimeout() {
			return this.store.membershipTimeout();
		}

		@Override
		public void join(String group, byte[] capabilities) {
			this.store.join(group, capabilities);
		}

		@Override
		public void leave(String group) {
			this.store.leave(group);
		}

		@Override
		public Set<String> beat(Map<String, byte[]> memberships) {
			this.store.beat(memberships);
			return Set.of();
		}

	}

	/** The joins wait for a latch. */
	private static final class Slow implements MemberStore {

		private final AtomicInteger joins = new AtomicInteger();

		private volatile CountDownLatch gate = new CountDownLatch(0);

		private volatile byte[] newest;

		@Override
		public Duration membershipTimeout() {
			return Duration.ofSeconds(1);
		}

		@Override
		public void join(String group, byte[] capabilities) {
			this.joins.incrementAndGet();
			try {
				this.gate.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new CoordinationInterruptedException("Interrupted at the gate", ex);
			}
			this.newest = capabilities;
		}

		@Override
		public Set<String> beat(Map<String, byte[]> memberships) {
			return Set.of();
		}

	}

}
