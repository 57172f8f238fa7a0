package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EtcdPushTests extends EtcdFixture {

	private static final Duration SOON = Duration.ofSeconds(1);

	private final AtomicInteger calls = new AtomicInteger();

	/** Makes a change and waits until a watch listener is called. */
	private void assertPushed(Runnable change) {
		int before = this.calls.get();
		change.run();
		within(BOUND).until(() -> this.calls.get() > before);
	}

	private Registration watch(Coordinator observer) {
		Registration[] watch = new Registration[1];
		assertPushed(() -> watch[0] = opened(observer.watch(this.group, this.calls::incrementAndGet)));
		return watch[0];
	}

	@Test
	void changesOfAnotherMemberArePushed() {
		Coordinator other = coordinator("other");
		watch(coordinator("observer"));
		assertPushed(() -> other.joinGroupCreate(this.group, null));
		assertPushed(() -> other.updateCapabilities(this.group, Map.of("v", 1L)));
		assertPushed(() -> other.leaveGroup(this.group));
	}

	@Test
	void theExpiryOfASilentMemberIsPushed() {
		joined("silent", null);
		watch(coordinator("observer"));
		int before = this.calls.get();
		within(BOUND).until(() -> this.calls.get() > before);
		assertThat(coordinator("reader").getMembers(this.group)).isEmpty();
	}

	@Test
	void changesOfOtherGroupsAreNotPushed() {
		Coordinator other = joined("other", null);
		watch(coordinator("observer"));
		int before = this.calls.get();
		other.joinGroupCreate(this.group + "-b", null);
		other.createGroup(this.group + "0");
		within(SOON).during(Duration.ofMillis(300)).until(() -> this.calls.get() == before);
	}

	@Test
	void aServerRestartIsPushedAndTheWatchContinues() {
		Coordinator other = coordinator("other");
		watch(coordinator("observer"));
		this.server.stop();
		assertPushed(this.server::start);
		within(BOUND).until(() -> succeeds(other::heartbeat));
		assertPushed(() -> other.joinGroupCreate(this.group, null));
	}

	@Test
	void watchingFailsWhileTheServerIsDownAndWorksOnceItIsBack() {
		Coordinator observer = coordinator("observer");
		this.server.stop();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> observer.watch(this.group, this.calls::incrementAndGet));
		this.server.start();
		Coordinator other = coordinator("other");
		watch(observer);
		assertPushed(() -> other.joinGroupCreate(this.group, null));
	}

	@Test
	void watchingAFrozenServerFailsWithinTheDeadline() {
		Coordinator observer = coordinator("observer");
		this.server.pause();
		try {
			long begun = System.nanoTime();
			assertThatExceptionOfType(CoordinationException.class)
				.isThrownBy(() -> observer.watch(this.group, this.calls::incrementAndGet));
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
		}
		finally {
			this.server.resume();
		}
	}

	@Test
	void theServerHasAWatchOnlyWhileAGroupIsWatched() throws Exception {
		Coordinator observer = coordinator("observer");
		within(BOUND).until(() -> probe().watchers() == 0);
		Registration one = watch(observer);
		Registration two = watch(observer);
		assertThat(probe().watchers()).isEqualTo(2);
		one.close();
		one.close();
		within(BOUND).until(() -> probe().watchers() == 1);
		Coordinator other = coordinator("other");
		assertPushed(() -> other.joinGroupCreate(this.group, null));
		two.close();
		within(BOUND).until(() -> probe().watchers() == 0);
		watch(observer);
		observer.stop();
		within(BOUND).until(() -> probe().watchers() == 0);
	}

	@Test
	void aWatchContinuesAfterItsListenerThrows() {
		Coordinator observer = coordinator("observer");
		Coordinator other = coordinator("other");
		opened(observer.watch(this.group, () -> {
			this.calls.incrementAndGet();
			throw new IllegalStateException("on purpose");
		}));
		assertPushed(() -> other.joinGroupCreate(this.group, null));
		assertPushed(() -> other.leaveGroup(this.group));
	}

	@Test
	void anIdleWatchIsReopenedAndThePreviousOneEnds() {
		EtcdClient client = opened(new EtcdClient(Coordinators.parse(bareUrl()), Duration.ofSeconds(2)));
		EtcdWatch watch = opened(
				new EtcdWatch(client, EtcdKeys.group(this.group), Duration.ofMillis(300), this.calls::incrementAndGet));
		watch.start();
		int before = this.calls.get();
		within(Duration.ofSeconds(5)).until(() -> this.calls.get() >= before + 4);
		assertThat(probe().watchers()).isLessThanOrEqualTo(2);
		watch.close();
		within(BOUND).until(() -> probe().watchers() == 0);
		int after = this.calls.get();
		within(Duration.ofSeconds(3)).during(SOON).until(() -> this.calls.get() == after);
	}

}
