package io.servicegroup.integration;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.integration.support.locks.DistributedLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Spring Integration's lock registry with the locks of a real Redis.
 */
class ServiceGroupLockRegistryTests extends StoreFixture {

	private ExecutorService another;

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@BeforeEach
	void startThread() {
		this.another = Executors.newSingleThreadExecutor();
	}

	@AfterEach
	void endThread() {
		this.another.shutdownNow();
	}

	private ServiceGroupLockRegistry registry(String member) {
		return new ServiceGroupLockRegistry(beating(coordinator(member))::getLock);
	}

	private <T> T onAnotherThread(Callable<T> work) throws Exception {
		return this.another.submit(work).get(10, TimeUnit.SECONDS);
	}

	@Test
	void aLockIsReentrantForItsThreadAndExcludesAllOthers() throws Exception {
		ServiceGroupLockRegistry here = registry("a");
		ServiceGroupLockRegistry there = registry("b");
		Lock lock = here.obtain("key");
		lock.lock();
		assertThat(here.obtain("key").tryLock()).isTrue();
		assertThat(onAnotherThread(() -> here.obtain("key").tryLock())).isFalse();
		assertThat(onAnotherThread(() -> here.obtain("key").tryLock(100, TimeUnit.MILLISECONDS))).isFalse();
		assertThat(there.obtain("key").tryLock()).isFalse();
		here.obtain("key").unlock();
		assertThat(there.obtain("key").tryLock(100, TimeUnit.MILLISECONDS)).isFalse();
		lock.unlock();
		assertThat(there.obtain("key").tryLock(1, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> here.executeLocked("key", Duration.ofMillis(50), () -> {
			}));
		there.obtain("key").unlock();
		assertThat(here.<Integer, RuntimeException>executeLocked("key", () -> 42)).isEqualTo(42);
	}

	@Test
	void aLockThatIsNotHeldCannotBeUnlocked() throws Exception {
		ServiceGroupLockRegistry registry = registry("a");
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(() -> registry.obtain("key").unlock());
		registry.obtain("key").lock();
		onAnotherThread(() -> assertThatExceptionOfType(IllegalMonitorStateException.class)
			.isThrownBy(() -> registry.obtain("key").unlock()));
		registry.obtain("key").unlock();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> registry.obtain("key").newCondition());
	}

	@Test
	void aLostLockFailsItsNextUse() throws Exception {
		Coordinator coordinator = beating(coordinator("a"));
		ServiceGroupLockRegistry registry = new ServiceGroupLockRegistry(coordinator::getLock);
		Lock lock = registry.obtain("key");
		lock.lock();
		coordinator("b").getLock("key").breakLock();
		coordinator.heartbeat();
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::lock);
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock)
			.withMessageContaining("'key' was lost");
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(lock::unlock);
		assertThat(onAnotherThread(() -> lock.tryLock())).isTrue();
	}

	@Test
	void anInterruptEndsAWait() throws Exception {
		ServiceGroupLockRegistry here = registry("a");
		registry("b").obtain("key").lock();
		var waiting = this.another.submit(() -> {
			here.obtain("key").lockInterruptibly();
			return true;
		});
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS));
		waiting.cancel(true);
		assertThat(onAnotherThread(() -> here.obtain("other").tryLock())).isTrue();
	}

	@Test
	void anInterruptPreventsNeitherATryNorAnUnlock() throws Exception {
		ServiceGroupLockRegistry here = registry("a");
		Lock there = registry("b").obtain("key");
		Lock lock = here.obtain("key");
		boolean flag = onAnotherThread(() -> {
			Thread.currentThread().interrupt();
			assertThat(lock.tryLock()).isTrue();
			lock.unlock();
			return Thread.interrupted();
		});
		assertThat(flag).isTrue();
		assertThat(there.tryLock()).isTrue();
	}

	@Test
	void aLockExpiresAfterItsTimeToLive() throws Exception {
		DistributedLock lock = registry("a").obtain("key");
		DistributedLock there = registry("b").obtain("key");
		assertThat(lock.tryLock(Duration.ZERO, Duration.ofMillis(500))).isTrue();
		assertThat(there.tryLock()).isFalse();
		within(RECOVERY).pollInSameThread().until(there::tryLock);
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(lock::unlock);
		there.unlock();
		lock.lock(Duration.ofMillis(500));
		lock.unlock();
		lock.lock();
		within(RECOVERY).during(Duration.ofSeconds(1)).pollInSameThread().until(() -> !there.tryLock());
		lock.unlock();
	}

	@Test
	void aTimeToLiveIsRenewed() throws Exception {
		ServiceGroupLockRegistry here = registry("a");
		DistributedLock there = registry("b").obtain("key");
		here.obtain("key").lock(Duration.ofSeconds(1));
		within(LONG).during(Duration.ofSeconds(2)).pollInSameThread().until(() -> {
			here.renewLock("key");
			return !there.tryLock();
		});
		here.renewLock("key", Duration.ofMinutes(1));
		within(LONG).during(Duration.ofMillis(1500)).pollInSameThread().until(() -> !there.tryLock());
		onAnotherThread(
				() -> assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> here.renewLock("key")));
		here.renewLock("key", Duration.ofMillis(1));
		within(RECOVERY).pollInSameThread().until(there::tryLock);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> here.renewLock("key"))
			.withMessageContaining("lost");
	}

	@Test
	void aRenewalThatMeetsTheExpiryFailsOrKeepsTheLock() throws Exception {
		Coordinator coordinator = beating(coordinator("a"));
		DistributedLock there = registry("b").obtain("key");
		AtomicBoolean expired = new AtomicBoolean();
		ServiceGroupLockRegistry here = new ServiceGroupLockRegistry((name) -> hooked(coordinator.getLock(name), () -> {
			long end = System.nanoTime() + Duration.ofMillis(800).toNanos();
			while (!expired.get() && System.nanoTime() < end) {
				expired.set(there.tryLock());
			}
		}));
		here.obtain("key").lock(Duration.ofMillis(300));
		boolean renewed = true;
		try {
			here.renewLock("key", Duration.ofMinutes(1));
		}
		catch (IllegalStateException ex) {
			renewed = false;
		}
		assertThat(renewed).isNotEqualTo(expired.get() || there.tryLock());
	}

	/** A lock that runs something once its owner has been asked for. */
	private static io.servicegroup.tooz.DistributedLock hooked(io.servicegroup.tooz.DistributedLock lock,
			Runnable hook) {
		return (io.servicegroup.tooz.DistributedLock) Proxy.newProxyInstance(lock.getClass().getClassLoader(),
				new Class<?>[] { io.servicegroup.tooz.DistributedLock.class }, (proxy, method, arguments) -> {
					Object answer = method.invoke(lock, arguments);
					if (method.getName().equals("isStillOwner")) {
						hook.run();
					}
					return answer;
				});
	}

	@Test
	void anyLimitIsAccepted() throws Exception {
		Lock lock = registry("a").obtain("key");
		for (TimeUnit unit : TimeUnit.values()) {
			assertThat(lock.tryLock(Long.MAX_VALUE, unit)).isTrue();
			lock.unlock();
		}
	}

	@Test
	void eachKeyHasItsOwnLock() {
		ServiceGroupLockRegistry here = registry("a");
		ServiceGroupLockRegistry there = registry("b");
		for (Object key : new Object[] { "", 42, "a/b c\u00e9", "x".repeat(10_000) }) {
			here.obtain(key).lock();
			assertThat(there.obtain(key).tryLock()).as("%.20s", key).isFalse();
			here.obtain(key).unlock();
		}
		here.obtain(42).lock();
		assertThat(coordinator("c").getLock("42").acquire(false)).isFalse();
	}

}
