package io.servicegroup.tooz.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Values that are created when they are first used.
 */
class OnFirstUseTests {

	private final AtomicInteger created = new AtomicInteger();

	private final List<Integer> closed = new ArrayList<>();

	private final OnFirstUse<Integer> value = new OnFirstUse<>(this.created::incrementAndGet);

	@Test
	void theFirstUseCreatesTheOnlyValue() throws Exception {
		assertThat(this.value.ifCreated()).isNull();
		CountDownLatch begin = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<Integer>> uses = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				uses.add(threads.submit(() -> {
					begin.await();
					return this.value.get();
				}));
			}
			begin.countDown();
			for (Future<Integer> use : uses) {
				assertThat(use.get()).isOne();
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.value.ifCreated()).isOne();
	}

	@Test
	void aFailedCreationIsTriedAgain() {
		OnFirstUse<Integer> failing = new OnFirstUse<>(() -> {
			if (this.created.incrementAndGet() == 1) {
				throw new IllegalStateException("first");
			}
			return 2;
		});
		assertThatIllegalStateException().isThrownBy(failing::get).withMessage("first");
		assertThat(failing.ifCreated()).isNull();
		assertThat(failing.get()).isEqualTo(2);
	}

	@Test
	void anInterruptIsKeptFromTheCreation() {
		OnFirstUse<Boolean> interrupted = new OnFirstUse<>(() -> Thread.currentThread().isInterrupted());
		Thread.currentThread().interrupt();
		assertThat(interrupted.get()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void anUnusedValueIsNotCreatedByItsEndOrAfterIt() {
		this.value.end(this.closed::add);
		assertThat(this.closed).isEmpty();
		assertThatIllegalStateException().isThrownBy(this.value::get);
		assertThat(this.created).hasValue(0);
	}

	@Test
	void aUsedValueIsClosedAndStaysTheSame() {
		this.value.get();
		this.value.end(this.closed::add);
		assertThat(this.closed).containsExactly(1);
		assertThat(this.value.get()).isOne();
	}

}
