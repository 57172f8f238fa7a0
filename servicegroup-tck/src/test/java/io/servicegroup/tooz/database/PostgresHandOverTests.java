package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.DistributedLock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** PostgreSQL reports releases of locks to waiting contenders, which also poll. */
class PostgresHandOverTests extends StoreFixture {

	private static final int ROUNDS = 15;

	private static final String LISTENING = " from pg_stat_activity where query = 'listen " + PostgresReports.CHANNEL
			+ "'";

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	private Connection observer() throws SQLException {
		return ((DatabaseServer) this.server).connect();
	}

	private static int listening(Connection observer) throws SQLException {
		return Integer.parseInt(DatabaseServer.ask(observer, "select count(*)" + LISTENING));
	}

	/** By polls it would take 100 times an uncontended lock. */
	@Test
	void aReleaseIsHandedOverWithoutAPoll() throws SQLException {
		DistributedLock other = coordinator("one").getLock("other");
		DistributedLock one = coordinator("three").getLock("a");
		DistributedLock two = coordinator("two").getLock("a");
		long[] took = new long[ROUNDS];
		long[] uncontended = new long[ROUNDS];
		try (Connection observer = observer()) {
			for (int i = 0; i < ROUNDS; i++) {
				long start = System.nanoTime();
				other.acquireOrThrow(BOUND);
				other.release();
				uncontended[i] = System.nanoTime() - start;
				one.acquireOrThrow(BOUND);
				CompletableFuture<Thread> waiter = new CompletableFuture<>();
				CompletableFuture<Long> acquired = async(() -> {
					waiter.complete(Thread.currentThread());
					two.acquireOrThrow(BOUND);
					return System.nanoTime();
				});
				within(BOUND)
					.until(() -> listening(observer) == 1 && waiter.join().getState() == Thread.State.TIMED_WAITING);
				long begun = System.nanoTime();
				one.release();
				took[i] = acquired.join() - begun;
				two.release();
			}
			within(Duration.ofSeconds(20)).until(() -> listening(observer) == 0);
		}
		Arrays.sort(took);
		Arrays.sort(uncontended);
		assertThat(took[ROUNDS / 2]).as("hand-overs %s, uncontended %s", took, uncontended)
			.isLessThan(10 * uncontended[ROUNDS / 2]);
	}

	@Test
	void aContenderPollsIfItsSessionHasEnded() throws SQLException {
		DistributedLock one = coordinator("one").getLock("a").acquireOrThrow(BOUND);
		DistributedLock two = coordinator("two").getLock("a");
		CompletableFuture<Boolean> acquired = async(() -> two.acquire(BOUND));
		try (Connection observer = observer()) {
			within(BOUND).until(() -> listening(observer) == 1);
			DatabaseServer.ask(observer, "select pg_terminate_backend(pid)" + LISTENING);
			within(BOUND).until(() -> listening(observer) == 0);
		}
		one.release();
		assertThat(acquired.join()).isTrue();
	}

}
