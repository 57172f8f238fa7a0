package io.servicegroup.tooz.zookeeper;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A watch calls its listener whenever a member joins, leaves or changes, and after every
 * gap in which it could not notice that.
 */
class ZooKeeperPushTests extends ZooKeeperFixture {

	@Test
	void changesOfOtherMembersArePushed() {
		AtomicInteger looks = watched(coordinator("observer"));
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroupCreate(this.group, Map.of("v", 1)));
		awaitLook(looks, () -> one.updateCapabilities(this.group, Map.of("v", 2)));
		awaitLook(looks, () -> one.leaveGroup(this.group));
		awaitLook(looks, () -> one.deleteGroup(this.group));
	}

	@Test
	void anElectionIsNotPushed() {
		Coordinator observer = joined("observer", null);
		AtomicInteger looks = watched(observer);
		Coordinator one = coordinator("one");
		one.watchElectedAsLeader(this.group, (event) -> {
		});
		// After this, the calls that come with a connection are over.
		awaitLook(looks, () -> one.joinGroup(this.group, null));
		int before = looks.get();
		one.runElectCoordinator();
		assertThat(one.isLeader(this.group)).isTrue();
		awaitLook(looks, () -> one.leaveGroup(this.group));
		assertThat(looks).hasValue(before + 1);
	}

	@Test
	void aClosedWatchIsNotCalledAndTheOtherContinues() throws Exception {
		Coordinator observer = joined("observer", null);
		AtomicInteger closedLooks = new AtomicInteger();
		Registration closed = observer.watch(this.group, closedLooks::incrementAndGet);
		AtomicInteger looks = watched(observer);
		closed.close();
		// The answer follows that to the removal.
		observer.getMembers(this.group);
		int before = closedLooks.get();
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroup(this.group, null));
		awaitLook(looks, () -> one.leaveGroup(this.group));
		assertThat(closedLooks).hasValue(before);
	}

	@Test
	void aWatchThatThrowsDoesNotAffectOthers() {
		Coordinator observer = coordinator("observer");
		closedLater(observer.watch(this.group, () -> {
			throw new IllegalStateException("on purpose");
		}));
		AtomicInteger looks = watched(observer);
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroupCreate(this.group, null));
		awaitLook(looks, () -> one.leaveGroup(this.group));
	}

	@Test
	void aWatchIsCalledAfterARestartOfTheServerAndContinues() {
		AtomicInteger looks = watched(coordinator("observer"));
		awaitLook(looks, () -> {
			this.server.stop();
			this.server.restart();
		});
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroupCreate(this.group, null));
	}

	@Test
	void aWatchThatIsClosedWhileTheServerIsUnavailableStaysClosed() throws Exception {
		Coordinator observer = coordinator(this.server.url("timeout=10"), "observer");
		AtomicInteger closedLooks = new AtomicInteger();
		Registration closed = observer.watch(this.group, closedLooks::incrementAndGet);
		AtomicInteger looks = watched(observer);
		this.server.stop();
		await().untilAsserted(
				() -> assertThatExceptionOfType(CoordinationException.class).isThrownBy(observer::getGroups));
		closed.close();
		int before = closedLooks.get();
		awaitLook(looks, this.server::restart);
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroupCreate(this.group, null));
		awaitLook(looks, () -> one.leaveGroup(this.group));
		assertThat(closedLooks).hasValue(before);
	}

	@Test
	void aWatchSurvivesARestartWithoutData() {
		AtomicInteger looks = watched(coordinator("observer"));
		awaitLook(looks, () -> {
			this.server.stop();
			this.server.start();
		});
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroupCreate(this.group, null));
	}

	@Test
	void aWatchSurvivesTheEndOfItsSession() {
		Coordinator observer = joined("observer", null);
		AtomicInteger looks = watched(observer);
		// The first call is for the node that was deleted with the session.
		awaitLook(looks, () -> this.server.expire(stat("/tooz/" + this.group + "/observer").getEphemeralOwner()));
		observer.heartbeat();
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroup(this.group, null));
	}

	@Test
	void aWatchCanBeSetBeforeTheStart() {
		Coordinator observer = closedLater(Coordinators.get(url(), "observer"));
		AtomicInteger looks = new AtomicInteger();
		closedLater(observer.watch(this.group, looks::incrementAndGet));
		observer.start();
		await().until(() -> looks.get() > 0);
		Coordinator one = coordinator("one");
		awaitLook(looks, () -> one.joinGroupCreate(this.group, null));
	}

	/** Sets a watch, and waits for the first call, which shows that it is set. */
	private AtomicInteger watched(Coordinator observer) {
		AtomicInteger looks = new AtomicInteger();
		awaitLook(looks, () -> closedLater(observer.watch(this.group, looks::incrementAndGet)));
		return looks;
	}

	private void awaitLook(AtomicInteger looks, Runnable change) {
		int before = looks.get();
		change.run();
		await().until(() -> looks.get() > before);
	}

}
