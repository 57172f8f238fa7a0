package io.servicegroup.tooz.redis;

import java.time.Duration;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.TimeoutLockContract;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisLockTests extends TimeoutLockContract
		implements LockFeatures.FencingWithoutData, LockFeatures.Breaking, LockFeatures.NoSharing {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@Test
	void constantQueriesDoNotDelayTheRenewal() {
		TcpProxy proxy = proxy();
		Coordinator one = behind(proxy);
		beating(one);
		DistributedLock held = one.getLock("asked-" + this.group);
		assertThat(held.acquire(false)).isTrue();
		proxy.delay(Duration.ofMillis(200));
		long end = System.nanoTime() + TIMEOUT.plusSeconds(2).toNanos();
		while (System.nanoTime() - end < 0) {
			assertThat(held.isStillOwner()).isTrue();
		}
		proxy.pass();
	}

	@Test
	void stoppingIsBoundedWhileAnAcquisitionHangs() {
		TcpProxy proxy = proxy();
		Coordinator one = behind(proxy);
		proxy.holdAnswers();
		Thread trying = new Thread(() -> succeeds(one.getLock("hanging")::acquire));
		trying.start();
		within(LONG).until(() -> trying.getState() == Thread.State.TIMED_WAITING);
		long begun = System.nanoTime();
		one.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
		proxy.pass();
	}

}
