package io.servicegroup.shedlock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The contract that ShedLock's own tests check, which are not published, with the locks
 * of a real Redis.
 */
class ServiceGroupLockProviderTests extends StoreFixture {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	private LockProvider provider(String member) {
		return new ServiceGroupLockProvider(beating(coordinator(member))::getLock);
	}

	private static LockConfiguration limits(String name, Duration atMost, Duration atLeast) {
		return new LockConfiguration(Instant.now(), name, atMost, atLeast);
	}

	private static Optional<SimpleLock> lock(LockProvider provider, String name) {
		return provider.lock(limits(name, MINUTE, Duration.ZERO));
	}

	/** Tries to take the lock, and releases it if that succeeds. */
	private static boolean isFree(LockProvider provider, String name) {
		Optional<SimpleLock> lock = lock(provider, name);
		lock.ifPresent(SimpleLock::unlock);
		return lock.isPresent();
	}

	@Test
	void aLockExcludesAllOthersUntilItIsUnlocked() {
		LockProvider here = provider("a");
		LockProvider there = provider("b");
		for (String name : List.of("job", "a/b c\u00e9", "x".repeat(10_000))) {
			SimpleLock lock = lock(here, name).orElseThrow();
			assertThat(lock(here, name)).as("%.20s", name).isEmpty();
			assertThat(lock(there, name)).as("%.20s", name).isEmpty();
			SimpleLock other = lock(there, name + "2").orElseThrow();
			lock.unlock();
			other.unlock();
			assertThat(isFree(there, name)).as("%.20s", name).isTrue();
			assertThatIllegalStateException().isThrownBy(lock::unlock);
		}
	}

	@Test
	void aLockEndsWithLockAtMostFor() {
		LockProvider there = provider("b");
		SimpleLock lock = provider("a").lock(limits("job", Duration.ofMillis(500), Duration.ZERO)).orElseThrow();
		assertThat(isFree(there, "job")).isFalse();
		within(RECOVERY).until(() -> isFree(there, "job"));
		SimpleLock next = lock(there, "job").orElseThrow();
		lock.unlock();
		assertThat(isFree(provider("c"), "job")).as("a late unlock frees the lock of its next holder").isFalse();
		next.unlock();
	}

	@Test
	void aLockThatIsUnlockedLastsForLockAtLeastFor() {
		LockProvider there = provider("b");
		Instant begun = Instant.now();
		Duration atLeast = Duration.ofMillis(500);
		provider("a").lock(new LockConfiguration(begun, "job", MINUTE, atLeast)).orElseThrow().unlock();
		within(LONG).until(() -> isFree(there, "job"));
		assertThat(Instant.now()).isAfterOrEqualTo(begun.plus(atLeast));
	}

	@Test
	void aLockCanBeExtended() {
		LockProvider there = provider("b");
		SimpleLock lock = provider("a").lock(limits("job", Duration.ofMillis(500), Duration.ZERO)).orElseThrow();
		SimpleLock extended = lock.extend(MINUTE, Duration.ZERO)
			.flatMap((next) -> next.extend(MINUTE, Duration.ZERO))
			.orElseThrow();
		assertThatIllegalStateException().isThrownBy(lock::unlock);
		assertThatIllegalStateException().isThrownBy(() -> lock.extend(MINUTE, Duration.ZERO));
		within(LONG).during(Duration.ofMillis(800)).until(() -> !isFree(there, "job"));
		SimpleLock last = extended.extend(MINUTE, Duration.ofMillis(500)).orElseThrow();
		last.unlock();
		assertThat(isFree(there, "job")).as("before lockAtLeastFor").isFalse();
		within(RECOVERY).until(() -> isFree(there, "job"));
	}

	@Test
	void aLockThatHasEndedCannotBeExtended() {
		LockProvider provider = provider("a");
		SimpleLock expired = provider.lock(limits("job", Duration.ofMillis(1), Duration.ZERO)).orElseThrow();
		within(RECOVERY).until(() -> isFree(provider, "job"));
		assertThat(expired.extend(MINUTE, Duration.ZERO)).isEmpty();
		assertThat(isFree(provider, "job")).isTrue();
		SimpleLock unlocked = lock(provider, "job").orElseThrow();
		unlocked.unlock();
		assertThatIllegalStateException().isThrownBy(() -> unlocked.extend(MINUTE, Duration.ZERO));
	}

	@Test
	void oneTaskAtATimeRunsInAllProcesses() {
		AtomicBoolean running = new AtomicBoolean();
		AtomicInteger overlaps = new AtomicInteger();
		AtomicInteger runs = new AtomicInteger();
		List<DefaultLockingTaskExecutor> executors = IntStream.range(0, 3)
			.mapToObj((i) -> new DefaultLockingTaskExecutor(provider("m" + i)))
			.toList();
		CompletableFuture<?>[] threads = IntStream.range(0, 6).mapToObj((i) -> async(() -> {
			while (runs.get() < 100) {
				executors.get(i % 3).executeWithLock((Runnable) () -> {
					overlaps.addAndGet(running.compareAndSet(false, true) ? 0 : 1);
					runs.incrementAndGet();
					running.set(false);
				}, limits("job", MINUTE, Duration.ofMillis(2)));
			}
			return true;
		})).toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(threads).orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
		assertThat(overlaps).hasValue(0);
	}

}
