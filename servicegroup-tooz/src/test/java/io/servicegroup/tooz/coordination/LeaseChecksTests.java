package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.memory.MemoryBackendType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the checks of held locks run.
 */
class LeaseChecksTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final List<Scheduled> scheduled = new ArrayList<>();

	private final AtomicInteger checked = new AtomicInteger();

	private long now;

	private final LeaseChecks checks = new LeaseChecks(() -> this.now, this.checked::incrementAndGet, this::schedule);

	private Future<?> schedule(long nanos, Runnable action) {
		Scheduled added = new Scheduled(this.now + nanos, new FutureTask<>(action, true));
		this.scheduled.add(added);
		return added.task();
	}

	private record Scheduled(long at, FutureTask<Boolean> task) {
	}

	@Test
	void aCheckThatIsDueSoonerServesLaterLocks() {
		this.checks.soon(SECOND / 10);
		for (int i = 0; i < 1000; i++) {
			this.now += 50_000;
			this.checks.soon(SECOND / 10);
		}
		assertThat(this.scheduled).hasSize(1);
		this.scheduled.get(0).task().run();
		this.checks.soon(SECOND / 10);
		assertThat(this.scheduled).hasSize(2);
		assertThat(this.checked).hasValue(1);
	}

	@Test
	void aLockThatIsDueSoonerReplacesTheCheck() {
		this.checks.within(SECOND * 20);
		this.checks.within(SECOND * 5);
		assertThat(this.scheduled).extracting(Scheduled::at).containsExactly(SECOND * 20, SECOND * 5);
		assertThat(this.scheduled.get(0).task().isCancelled()).isTrue();
	}

	@Test
	void theThreadDoesNotWaitForTheExpiryOfALockThatMayBeReleasedBefore() {
		this.checks.soon(SECOND * 27);
		assertThat(this.scheduled).extracting(Scheduled::at).containsExactly(SECOND);
	}

	@Test
	void aLockThatDoesNotExpireNeedsNoCheck() {
		this.checks.soon(Long.MAX_VALUE);
		this.checks.within(Long.MAX_VALUE);
		assertThat(this.scheduled).isEmpty();
	}

	@Test
	void aThousandLocksThatAreHeldBrieflyWakeNoThreadEachTime() {
		AtomicInteger wakes = new AtomicInteger();
		MemoryBackendType type = new MemoryBackendType();
		ToozUrl url = Coordinators.parse("memory://lease-checks?timeout=30");
		LockManager locks = new LockManager() {

			@Override
			@Nullable Future<?> expire(long nanos, Runnable check) {
				wakes.incrementAndGet();
				return super.expire(nanos, check);
			}

		};
		long begun = System.nanoTime();
		try (Coordinator one = new BackendCoordinator(new BackendConnection(type, () -> type.create(url, "one")), "one",
				new IdValidator(type), locks, CoordinationObserver.NONE)) {
			one.start();
			DistributedLock lock = one.getLock("a");
			for (int i = 0; i < 1000; i++) {
				lock.acquireOrThrow(Duration.ofSeconds(5));
				lock.release();
			}
		}
		int seconds = (int) ((System.nanoTime() - begun) / SECOND);
		assertThat(wakes).hasValueLessThanOrEqualTo(1 + seconds);
	}

}
