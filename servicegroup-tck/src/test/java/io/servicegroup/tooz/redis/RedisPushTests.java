package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class RedisPushTests extends RedisFixture {

	private static final Duration SOON = Duration.ofSeconds(1);

	private final AtomicInteger calls = new AtomicInteger();

	/** Makes a change and waits until a watch listener is called. */
	private void assertPushed(Runnable change) {
		int before = this.calls.get();
		change.run();
		await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> this.calls.get() > before);
	}

	private Registration watch(Coordinator observer) {
		Registration[] watch = new Registration[1];
		assertPushed(() -> watch[0] = observer.watch("g", this.calls::incrementAndGet));
		return watch[0];
	}

	@Test
	void changesOfAnotherMemberArePushed() {
		Coordinator other = coordinator("other");
		watch(coordinator("observer"));
		assertPushed(() -> other.joinGroupCreate("g", null));
		assertPushed(() -> other.updateCapabilities("g", Map.of("v", 1L)));
		assertPushed(() -> other.leaveGroup("g"));
	}

	@Test
	void aMembershipRestoredByAHeartbeatIsPushed() {
		Coordinator other = joined("other", null);
		watch(coordinator("observer"));
		this.server.wipe();
		assertPushed(other::heartbeat);
	}

	@Test
	void theRemovalOfADeadMemberIsPushedOnce() {
		Coordinator reader = joined("reader", null);
		this.probe.command("HSET", "_tooz_group:g", "dead", new byte[] { (byte) 0xc0 });
		watch(coordinator("observer"));
		assertPushed(() -> assertThat(reader.getMembers("g")).containsExactly("reader"));
		int before = this.calls.get();
		reader.getMembers("g");
		await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> this.calls.get() == before);
	}

	@Test
	void aServerRestartIsPushedAndTheSubscriptionContinues() {
		Coordinator other = coordinator("other");
		watch(coordinator("observer"));
		this.server.stop();
		assertPushed(this.server::start);
		await().atMost(SOON).until(() -> {
			try {
				other.heartbeat();
				return true;
			}
			catch (CoordinationException ex) {
				return false;
			}
		});
		assertPushed(() -> other.joinGroupCreate("g", null));
	}

	@Test
	void watchingFailsWhileTheServerIsDownAndWorksOnceItIsBack() {
		Coordinator observer = coordinator("observer");
		this.server.stop();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> observer.watch("g", this.calls::incrementAndGet));
		this.server.start();
		await().atMost(SOON).ignoreExceptionsInstanceOf(StoreUnavailableException.class).until(() -> {
			observer.watch("g", this.calls::incrementAndGet);
			return true;
		});
		Coordinator other = coordinator("other");
		assertPushed(() -> other.joinGroupCreate("g", null));
	}

	@Test
	void watchingAFrozenServerFailsWithinTheDeadline() {
		Coordinator observer = coordinator("observer");
		this.server.pause();
		try {
			long begun = System.nanoTime();
			assertThatExceptionOfType(CoordinationException.class)
				.isThrownBy(() -> observer.watch("g", this.calls::incrementAndGet));
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
		}
		finally {
			this.server.resume();
		}
	}

	@Test
	void aSubscriptionExistsOnlyWhileAGroupIsWatched() throws Exception {
		Coordinator observer = coordinator("observer");
		assertThat(subscribers()).isZero();
		Registration one = watch(observer);
		Registration two = observer.watch("g", this.calls::incrementAndGet);
		Registration other = observer.watch("another", this.calls::incrementAndGet);
		assertThat(subscribers()).isEqualTo(1);
		one.close();
		one.close();
		assertThat(this.probe.text("PUBLISH", "_tooz_changed:g", "")).isEqualTo("1");
		two.close();
		await().atMost(SOON).until(() -> this.probe.text("PUBLISH", "_tooz_changed:g", "").equals("0"));
		assertThat(subscribers()).isEqualTo(1);
		other.close();
		await().atMost(SOON).until(() -> subscribers() == 0);
		watch(observer);
		assertThat(subscribers()).isEqualTo(1);
	}

	private int subscribers() {
		return this.probe.text("CLIENT", "LIST", "TYPE", "pubsub").split("addr=", -1).length / 2;
	}

	@Test
	void aListenerThatThrowsAffectsNoOther() {
		Coordinator observer = coordinator("observer");
		observer.watch("g", () -> {
			throw new IllegalStateException("on purpose");
		});
		observer.watch("g", this.calls::incrementAndGet);
		Coordinator other = coordinator("other");
		assertPushed(() -> other.joinGroupCreate("g", null));
		assertPushed(() -> other.leaveGroup("g"));
	}

}
