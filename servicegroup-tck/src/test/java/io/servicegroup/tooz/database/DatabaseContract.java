package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The contract of database backends beyond locks and leaders, on real servers.
 */
abstract class DatabaseContract extends StoreFixture {

	private static final String PYTHON = """
			import sys
			from tooz import coordination
			coordinator = coordination.get_coordinator(sys.argv[1], b'py')
			coordinator.start()
			lock = coordinator.get_lock(sys.argv[2].encode())
			print('HELD' if lock.acquire(blocking=False) else 'REFUSED', flush=True)
			sys.stdin.read()
			print('RELEASED' if lock.release() else 'NOT HELD', flush=True)
			""";

	private static final String LOCK = "lock of Ä";

	protected DatabaseServer database() {
		return (DatabaseServer) this.server;
	}

	/** Returns the query for the number of the user's sessions. */
	abstract String countSessions();

	/** Returns how many sessions all that wait in a process share. */
	int sessionsOfWaiters() {
		return 1;
	}

	/** Returns the query for the numbers of all sessions. */
	abstract String listSessions();

	static List<Consumer<Coordinator>> groupOperations() {
		return List.of((one) -> one.createGroup("g"), (one) -> one.deleteGroup("g"), Coordinator::getGroups,
				(one) -> one.joinGroup("g", null), (one) -> one.joinGroupCreate("g", null),
				(one) -> one.leaveGroup("g"), (one) -> one.getMembers("g"),
				(one) -> one.getMembersWithCapabilities("g"), (one) -> one.updateCapabilities("g", null),
				(one) -> one.watch("g", () -> {
				}), (one) -> one.watchJoinGroup("g", (event) -> {
				}), (one) -> one.watchLeaveGroup("g", (event) -> {
				}));
	}

	@ParameterizedTest
	@MethodSource("groupOperations")
	void groupOperationsAreRefusedWithoutARequestToTheServer(Consumer<Coordinator> operation) {
		Coordinator one = create("one");
		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> operation.accept(one))
			.satisfies((ex) -> assertThat(ex.feature()).isEqualTo(Feature.GROUPS))
			.withMessageContaining("no groups; use redis://");
		assertThat(one.isStarted()).isFalse();
	}

	@Test
	void errorsNameTheServerAndTheFixAndNoSecret() {
		String right = url();
		assertRefused(right.replace(DatabaseServer.PASSWORD, "wr0ngMarker"), "Correct the user or the password");
		assertRefused(right.replaceFirst("(:\\d+)/\\w+", "$1/nothing"), "Create the database");
		assertRefused(right.replaceFirst(":\\d+/", ":1/"), "that the server is running");
	}

	private void assertRefused(String url, String fix) {
		Coordinator one = opened(Coordinators.get(url, "one"));
		StoreUnavailableException error = catchThrowableOfType(StoreUnavailableException.class, one::start);
		assertThat(error).hasMessageContaining(" at 127.0.0.1:").hasMessageContaining(fix);
		for (Throwable ex = error; ex != null; ex = ex.getCause()) {
			assertThat(ex.toString()).doesNotContain("Marker");
		}
	}

	@Test
	void eachLockThatIsHeldUsesASessionAndClosesIt() throws SQLException {
		Coordinator one = coordinator("one");
		try (Connection observer = database().connect()) {
			within(BOUND).until(() -> sessions(observer) == 2);
			DistributedLock held = one.getLock("a").acquireOrThrow(Duration.ZERO);
			assertThat(sessions(observer)).isEqualTo(3);
			held.release();
			within(BOUND).until(() -> sessions(observer) == 2);
			one.getLock("b").acquire();
			one.stop();
			within(BOUND).until(() -> sessions(observer) == 1);
		}
	}

	@Test
	void locksThatFollowEachOtherUseOneSessionAndReplaceAnEndedOne() throws SQLException {
		Coordinator one = coordinator("one");
		one.getLock("a").acquireOrThrow(BOUND).release();
		try (Connection observer = database().connect()) {
			String opened = DatabaseServer.ask(observer, listSessions());
			long last = 0;
			for (int i = 0; i < 20; i++) {
				DistributedLock lock = one.getLock("a" + i % 3).acquireOrThrow(Duration.ZERO);
				assertThat(lock.fencingToken().getAsLong()).isGreaterThan(last);
				last = lock.fencingToken().getAsLong();
				assertThat(DatabaseServer.ask(observer, listSessions())).isEqualTo(opened);
				assertThat(lock.release()).isTrue();
			}
		}
		this.server.stop();
		this.server.start();
		assertThat(one.getLock("a").acquire(false)).isTrue();
	}

	@Test
	void allThatWaitShareTheSameSessionsUntilNoneWaits() throws SQLException {
		try (Connection observer = database().connect()) {
			// The server may still be ending those of another test.
			within(BOUND).untilAsserted(() -> assertThat(sessions(observer)).isOne());
			Coordinator leader = longLived("leader");
			Coordinator one = coordinator("one");
			int groups = 20;
			for (Coordinator candidate : List.of(leader, one)) {
				for (int i = 0; i < groups; i++) {
					candidate.watchElectedAsLeader("group" + i, (event) -> {
					});
				}
			}
			leader.runElectCoordinator();
			int before = sessions(observer);
			one.runElectCoordinator();
			String opened = DatabaseServer.ask(observer, listSessions());
			CompletableFuture<?>[] waiting = IntStream.range(0, groups)
				.mapToObj((i) -> async(() -> one.getLock("leader_of_group" + i).acquire(Duration.ofMillis(500))))
				.toArray(CompletableFuture<?>[]::new);
			for (int round = 0; round < 5; round++) {
				one.runElectCoordinator();
				assertThat(sessions(observer)).isBetween(before + 1, before + sessionsOfWaiters());
			}
			CompletableFuture.allOf(waiting).join();
			assertThat(one.getLeader("group0")).isPresent();
			assertThat(sessions(observer)).isBetween(before + 1, before + sessionsOfWaiters());
			assertThat(DatabaseServer.ask(observer, listSessions()).split(" ")).contains(opened.split(" "));
			one.heartbeat();
			one.heartbeat();
			within(BOUND).untilAsserted(() -> assertThat(sessions(observer)).isEqualTo(before));
		}
	}

	private int sessions(Connection observer) throws SQLException {
		return Integer.parseInt(DatabaseServer.ask(observer, countSessions()));
	}

	@Test
	void endingTheSessionOfALockFreesIt() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock(LOCK).acquireOrThrow(Duration.ZERO);
		AtomicInteger lost = new AtomicInteger();
		lock.onLost(lost::incrementAndGet);
		database().endHolder(LOCK);
		assertThat(coordinator("two").getLock(LOCK).acquire(BOUND)).isTrue();
		one.heartbeat();
		assertThat(lock.isAcquired()).isFalse();
		within(Duration.ofSeconds(1)).until(() -> lost.get() == 1);
		assertThat(one.getLock(LOCK).acquire(false)).isFalse();
	}

	/** No heartbeat detects it, and the timeout is a minute. */
	@Test
	void theEndOfASessionIsNotifiedAtOnce() {
		DistributedLock lock = longLived("one").getLock(LOCK);
		AtomicInteger lost = new AtomicInteger();
		lock.onLost(lost::incrementAndGet);
		for (int losses = 1; losses <= 3; losses++) {
			lock.acquireOrThrow(BOUND);
			database().endHolder(LOCK);
			assertThat(lastHeld(lock::isAcquired)).isLessThan(Duration.ofSeconds(1));
			int expected = losses;
			within(Duration.ofSeconds(1)).until(() -> lost.get() == expected);
			assertThat(lock.release()).isFalse();
		}
		assertThat(lost).hasValue(3);
	}

	/** The store leaves time: no member can be elected before it is back. */
	@Test
	void aLeaderIsRevokedWhileTheServerRestarts() {
		Coordinator one = longLived("one");
		AtomicInteger revoked = new AtomicInteger();
		one.watchElectedAsLeader(this.group, (event) -> {
		});
		one.watchRevokedAsLeader(this.group, (event) -> revoked.incrementAndGet());
		one.runElectCoordinator();
		assertThat(one.isLeader(this.group)).isTrue();
		this.server.stop();
		assertThat(lastHeld(() -> one.isLeader(this.group))).isLessThan(Duration.ofSeconds(1));
		within(Duration.ofSeconds(1)).until(() -> revoked.get() == 1);
		this.server.start();
	}

	/** What a server says to an idle session is not its end. */
	@Test
	void aSessionThatIsAliveIsNotTakenForEnded() {
		DistributedLock lock = coordinator("one").getLock(LOCK).acquireOrThrow(Duration.ZERO);
		within(timeout()).during(timeout().dividedBy(2)).until(lock::isAcquired);
		assertThat(lock.isStillOwner()).isTrue();
		assertThat(lock.release()).isTrue();
	}

	@Test
	void aServerRestartFreesTheLocksAndTheNextHeartbeatSucceeds() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock(LOCK).acquireOrThrow(Duration.ZERO);
		this.server.stop();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::heartbeat);
		assertThat(lock.isAcquired()).isFalse();
		this.server.start();
		one.heartbeat();
		assertThat(lock.acquire(false)).isTrue();
	}

	@Test
	void tokensIncreaseAfterAnEmptyServerHasTakenThePlace() {
		DistributedLock old = coordinator("one").getLock(LOCK);
		long last = 0;
		for (int i = 0; i < 50; i++) {
			old.acquireOrThrow(BOUND);
			last = old.fencingToken().getAsLong();
			old.release();
		}
		StoreServer empty = opened(createServer());
		DistributedLock lock = started(empty.url("timeout=10"), "one").getLock(LOCK).acquireOrThrow(BOUND);
		assertThat(lock.fencingToken().getAsLong()).isGreaterThan(last);
	}

	@Test
	void stoppingIsBoundedWhileAHeartbeatHangs() {
		Coordinator one = beating(coordinator("one"));
		one.getLock("a").acquire();
		this.server.pause();
		try {
			CompletableFuture<Boolean> hanging = async(() -> succeeds(one::heartbeat));
			CompletableFuture<Boolean> waiting = async(() -> succeeds(() -> one.getLock("b").acquire()));
			long begun = System.nanoTime();
			one.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
			assertThat(waiting.join()).isFalse();
			hanging.join();
		}
		finally {
			this.server.resume();
		}
	}

	@Test
	void pythonAndJavaExcludeEachOther() throws Exception {
		DistributedLock lock = beating(coordinator("java")).getLock(LOCK);
		LocalProcess python = python();
		within(LONG).untilAsserted(() -> assertThat(python.output()).contains("HELD"));
		assertThat(lock.acquire(false)).isFalse();
		python.process().getOutputStream().close();
		assertThat(lock.acquire(BOUND)).isTrue();
		// Python prints this after it closed its session, so possibly after the lock is
		// free.
		within(LONG).untilAsserted(() -> assertThat(python.output()).contains("RELEASED"));
		LocalProcess refused = python();
		within(LONG).untilAsserted(() -> assertThat(refused.output()).contains("REFUSED"));
		assertThat(lock.isStillOwner()).isTrue();
	}

	private LocalProcess python() {
		String url = this.server.url("").replaceFirst("[?]$", "");
		return opened(new LocalProcess(List.of("/usr/bin/python3", "-c", PYTHON, url, LOCK))).start();
	}

}
