package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Contenders whose session ends, or whose request is not answered.
 */
class ZooKeeperLockSessionTests extends ZooKeeperFixture {

	private final String path = "/tooz/locks/lock-" + this.group;

	private Connection connected(int port) {
		Connection connection = closedLater(new ClosedConnection(
				new Connection(Coordinators.parse("zookeeper://127.0.0.1:" + port + "?timeout=4")))).connection;
		connection.start();
		return connection;
	}

	private ZooKeeperLock contender(Connection connection, String member) {
		return ZooKeeperLock.forLock(connection, new LockNode("/tooz", this.path, member));
	}

	private List<String> queue() {
		try {
			return LockQueue.of(raw().getChildren(this.path, false)).names();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String node(int index) {
		return this.path + "/" + queue().get(index);
	}

	/** Tries to acquire again as soon as the contender has a session. */
	private boolean tryAgain(ZooKeeperLock contender) {
		return await().ignoreExceptionsInstanceOf(StoreUnavailableException.class).until(() -> {
			contender.tryAcquire(false);
			return true;
		}, (tried) -> tried) && contender.tryAcquire(false);
	}

	@Test
	void aLockIsLostWithItsSession() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock("lock-" + this.group);
		lock.acquire();
		this.server.expire(stat(node(0)).getEphemeralOwner());
		beating(one);
		await().atMost(BACK_WITHIN).until(() -> !lock.isAcquired());
		await().atMost(TIMEOUT).until(() -> lock.acquire(Duration.ofSeconds(1)));
		assertThat(lock.isStillOwner()).isTrue();
	}

	@Test
	void aNodeOfAnotherSessionDoesNotHoldTheLockAndIsDeleted() throws Exception {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock("lock-" + this.group);
		lock.acquire();
		ZooKeeper earlier = closedLater(this.server.client());
		String node = node(0);
		earlier.delete(node, -1);
		earlier.create(node, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
		one.heartbeat();
		assertThat(lock.isAcquired()).isFalse();
		await().until(() -> queue().isEmpty());
	}

	@Test
	void aWaitingContenderWhoseSessionEndsQueuesAgain() throws Exception {
		ZooKeeperLock one = contender(connected(this.server.port()), "one");
		ZooKeeperLock two = contender(connected(this.server.port()), "two");
		assertThat(one.tryAcquire(false)).isTrue();
		assertThat(two.tryAcquire(false)).isFalse();
		String first = node(1);
		this.server.expire(stat(first).getEphemeralOwner());
		assertThat(tryAgain(two)).isFalse();
		assertThat(node(1)).isGreaterThan(first);
		assertThat(one.release()).isTrue();
		two.awaitChance(Duration.ZERO);
		assertThat(two.tryAcquire(false)).isTrue();
	}

	@Test
	void theNextAttemptUsesTheNodeWhoseCreationWasNotAnswered() {
		ZooKeeperLock one = unanswered();
		assertThat(queue()).hasSize(1);
		assertThat(one.tryAcquire(false)).isTrue();
		assertThat(queue()).hasSize(1);
		assertThat(one.fencingToken())
			.isEqualTo(TimeUnit.MILLISECONDS.toNanos(stat("/tooz").getCtime()) + stat(node(0)).getCzxid());
		assertThat(one.release()).isTrue();
		assertThat(queue()).isEmpty();
	}

	@Test
	void aReleaseDeletesTheNodeWhoseCreationWasNotAnswered() {
		ZooKeeperLock one = unanswered();
		assertThat(queue()).hasSize(1);
		assertThat(one.release()).isFalse();
		assertThat(queue()).isEmpty();
		assertThat(one.release()).isFalse();
	}

	/** Returns a contender whose node was created, but which did not get the answer. */
	private ZooKeeperLock unanswered() {
		ZooKeeperProxy proxy = closedLater(new ZooKeeperProxy(this.server.port()));
		Connection connection = connected(proxy.port());
		ZooKeeperLock other = contender(connection, "one");
		other.tryAcquire(false);
		other.release();
		ZooKeeperLock one = contender(connection, "one");
		proxy.holdAnswersUntil(2, ZooKeeperProxy.CREATE);
		assertThatExceptionOfType(OperationTimeoutException.class).isThrownBy(() -> one.tryAcquire(false));
		// The second creation makes the proxy pass the answers.
		connection
			.call((session) -> session.await(session.create("/second", SessionCalls.NO_DATA, CreateMode.EPHEMERAL)));
		assertThat(proxy.isReleased()).isTrue();
		return one;
	}

	private record ClosedConnection(Connection connection) implements AutoCloseable {

		@Override
		public void close() {
			this.connection.close();
		}

	}

}
