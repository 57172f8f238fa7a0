package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.tck.servers.Threads;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Sessions that expire, are refused, replaced, negotiated and closed.
 */
class ZooKeeperSessionTests extends ZooKeeperFixture {

	private static final byte[] NIL = { (byte) 0xc0 };

	@Test
	void aMemberWhoseSessionExpiredRejoinsWithItsLatestCapabilities() {
		Coordinator one = joined("one", Map.of("v", 1L));
		one.updateCapabilities(this.group, Map.of("v", 2L));
		Coordinator two = coordinator("two");
		beating(one);
		long session = owner("one");
		this.server.expire(session);
		await().atMost(BACK_WITHIN).pollInterval(Duration.ofMillis(20)).until(() -> {
			return stat(path("one")) != null && owner("one") != session;
		});
		assertThat(two.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void aMemberRejoinsAfterItsServerWasFrozenForLongerThanTheTimeout() {
		Coordinator one = joined("one", Map.of("v", 1L));
		beating(one);
		this.server.pause();
		try {
			await().during(TIMEOUT.plusSeconds(1)).atMost(TIMEOUT.multipliedBy(2)).until(() -> !answers(one));
		}
		finally {
			this.server.resume();
		}
		await().atMost(BACK_WITHIN).pollInterval(Duration.ofMillis(20)).until(() -> answers(one));
		await().atMost(BACK_WITHIN).until(() -> one.getMembers(this.group).contains("one"));
	}

	private boolean answers(Coordinator coordinator) {
		try {
			coordinator.getGroups();
			return true;
		}
		catch (CoordinationException ex) {
			return false;
		}
	}

	@Test
	void aMemberKeepsItsSessionDuringARestartOfTheServer() {
		// Curator replaces a session after a third of the timeout; a JVM may take seconds
		// to start.
		Coordinator one = coordinator(this.server.url("timeout=60"), "one");
		one.joinGroupCreate(this.group, null);
		long session = owner("one");
		this.server.stop();
		this.server.restart();
		await().until(() -> answers(one));
		one.heartbeat();
		assertThat(owner("one")).isEqualTo(session);
	}

	@Test
	void aMemberWhoseSessionIsRefusedReplacesItsNodeWithoutAGap() throws Exception {
		ZooKeeperProxy proxy = closedLater(new ZooKeeperProxy(this.server.port()));
		Coordinator one = coordinator("zookeeper://127.0.0.1:" + proxy.port() + "?timeout=10", "one");
		one.joinGroupCreate(this.group, null);
		List<WatchedEvent> events = new CopyOnWriteArrayList<>();
		raw().addWatch(path("one"), events::add, AddWatchMode.PERSISTENT);
		long session = owner("one");
		proxy.refuse(session);
		beating(one);
		await().atMost(BACK_WITHIN.plus(TIMEOUT)).until(() -> owner("one") != session);
		await().until(() -> events.size() == 2);
		assertThat(events).extracting(WatchedEvent::getType)
			.containsExactly(EventType.NodeDeleted, EventType.NodeCreated);
		assertThat(events.get(0).getZxid()).as("transaction of both").isEqualTo(events.get(1).getZxid());
	}

	@Test
	void aDuplicateInAnotherSessionIsRefused() throws Exception {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		ZooKeeper other = closedLater(this.server.client());
		other.create(path("one"), NIL, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(() -> one.joinGroup(this.group, 1));
		assertThat(stat(path("one")).getVersion()).isZero();
		other.close();
		one.joinGroup(this.group, 1);
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void aMemberWhoseIdWasTakenGetsAnErrorAndStillRejoinsItsOtherGroups() throws Exception {
		Coordinator one = joined("one", null);
		one.joinGroupCreate("other", null);
		ZooKeeper other = closedLater(this.server.client());
		other.delete(path("one"), -1);
		other.create(path("one"), NIL, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(one::heartbeat);
		other.delete("/tooz/other/one", -1);
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(one::heartbeat);
		assertThat(one.getMembers("other")).containsExactly("one");
		assertThat(owner("one")).isEqualTo(other.getSessionId());
		other.close();
		one.heartbeat();
		assertThat(owner("one")).isEqualTo(stat("/tooz/other/one").getEphemeralOwner());
	}

	@Test
	void theTimeoutIsTheOneThatTheServerGrants() {
		Coordinator one = closedLater(Coordinators.get(this.server.url("timeout=90"), "one"));
		assertThat(one.membershipTimeout()).hasSeconds(90);
		one.start();
		assertThat(one.membershipTimeout()).hasSeconds(60);
		assertThat(one.heartbeat()).isEqualTo(Duration.ofSeconds(60).dividedBy(3));
	}

	@Test
	void theFirstCallConnectsOrNamesTheServer() {
		Coordinator one = closedLater(Coordinators.get(url(), "one"));
		assertThat(one.getGroups()).isEmpty();
		Coordinator nowhere = closedLater(Coordinators.get("zookeeper://127.0.0.1:1?timeout=1", "one"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(nowhere::getGroups)
			.withMessageContaining("127.0.0.1:1");
	}

	@Test
	void noThreadIsLeftAfterAStop() {
		// Threads of earlier tests may still be ending.
		Set<Thread> before = threads();
		Coordinator one = joined("one", null);
		one.watch(this.group, () -> {
		});
		assertThat(threads()).anyMatch((thread) -> !before.contains(thread));
		one.stop();
		await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
	}

	private Set<Thread> threads() {
		return Threads.named(".*(SendThread|EventThread|Curator|ookeeper|ookeeper-close).*");
	}

	@Test
	void stoppingIsBoundedWithTheServerFrozen() {
		Coordinator one = joined("one", null);
		this.server.pause();
		try {
			long begun = System.nanoTime();
			one.stop();
			assertThat(since(begun)).isLessThan(Duration.ofSeconds(5));
		}
		finally {
			this.server.resume();
		}
	}

	private String path(String member) {
		return "/tooz/" + this.group + "/" + member;
	}

	private long owner(String member) {
		return stat(path(member)).getEphemeralOwner();
	}

}
