package io.servicegroup.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Taking and releasing a lock that no other process wants.
 */
final class LockRow implements Row {

	@Override
	public String name() {
		return "lock";
	}

	@Override
	public void measure(Run run) {
		for (Store store : List.of(Store.REDIS, Store.ZOOKEEPER, Store.ETCD, Store.POSTGRESQL, Store.MEMCACHED,
				Store.FILE)) {
			run.attempt(store.title(), () -> measureStore(run, store));
		}
	}

	private void measureStore(Run run, Store store) throws Exception {
		StoreServer server = run.server(store);
		List<Mutex> mutexes = new ArrayList<>();
		try {
			mutexes.add(Mutex.ours(url(store, server), run.fresh("lock")));
			mutexes.addAll(others(run, store, server));
			measure(run, store, mutexes);
		}
		finally {
			for (Mutex mutex : mutexes) {
				mutex.close();
			}
		}
	}

	static String url(Store store, StoreServer server) {
		return server.url((store == Store.POSTGRESQL) ? "" : "timeout=30");
	}

	/** The first of the others is the one of the limit. */
	private static List<Mutex> others(Run run, Store store, StoreServer server) throws Exception {
		String lock = run.fresh("lock");
		return switch (store) {
			case REDIS -> {
				int port = Store.port(server);
				yield List.of(Mutex.redisCommands(port, lock), Mutex.redisson(port, run.fresh("lock")),
						Mutex.springIntegration(port, run.fresh("lock")));
			}
			case ZOOKEEPER -> List.of(Mutex.curator(Store.port(server), lock));
			case ETCD -> List.of(Mutex.jetcd(Store.port(server), lock));
			case POSTGRESQL -> List.of(advisory((PostgresServer) server, 4711), sameStatements((PostgresServer) server),
					shedLock((PostgresServer) server));
			default -> List.of();
		};
	}

	private static void measure(Run run, Store store, List<Mutex> mutexes) throws Exception {
		double[] medians = Interleaved.medians(run.seconds(1.2, 5),
				mutexes.stream()
					.map((mutex) -> Interleaved.Work.of(mutex::lockAndUnlock))
					.toArray(Interleaved.Work[]::new));
		Figure ours = Figure.of("lock and unlock, uncontended", store.title(), medians[0], Unit.MICROSECONDS);
		if (mutexes.size() == 1) {
			run.add(ours);
		}
		for (int i = 1; i < mutexes.size(); i++) {
			run.add(ours.against(mutexes.get(i).name(), medians[i]).within((i == 1) ? Limit.ratio(1.3) : Limit.NONE));
		}
	}

	/** A session advisory lock on an open session. */
	static Mutex advisory(PostgresServer server, int key) throws Exception {
		Connection session = server.connect();
		PreparedStatement lock = session.prepareStatement("select pg_advisory_lock(" + key + ")");
		PreparedStatement unlock = session.prepareStatement("select pg_advisory_unlock(" + key + ")");
		return new Mutex("advisory lock on an open session", lock::execute, unlock::execute, session::close);
	}

	/**
	 * What this library asks of the server, without its logic: a second key, which
	 * excludes Python, a fencing token from the transaction's id, and a notification to
	 * those that wait.
	 */
	private static Mutex sameStatements(PostgresServer server) throws Exception {
		Connection session = server.connect();
		String key = " from (select ?::int as a, ?::int as b, ?::bigint as own) key";
		PreparedStatement lock = session.prepareStatement(
				"select case when pg_try_advisory_lock_shared(a, b) then case when pg_try_advisory_lock(own) "
						+ "then txid_current() end end, pg_backend_pid()" + key);
		PreparedStatement unlock = session.prepareStatement("select pg_advisory_unlock(own)::int, "
				+ "pg_advisory_unlock_shared(a, b), pg_notify('bench', own::text)" + key);
		for (PreparedStatement statement : List.of(lock, unlock)) {
			statement.setInt(1, 47);
			statement.setInt(2, 11);
			statement.setLong(3, 4711);
		}
		return new Mutex("both keys, token and notification on an open session", lock::execute, unlock::execute,
				session::close);
	}

	private static Mutex shedLock(PostgresServer server) throws Exception {
		Connection session = server.connect();
		JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(session, true));
		jdbc.execute("create table if not exists shedlock(name varchar(64) primary key, lock_until timestamp not null,"
				+ " locked_at timestamp not null, locked_by varchar(255) not null)");
		JdbcTemplateLockProvider provider = new JdbcTemplateLockProvider(jdbc);
		SimpleLock[] held = new SimpleLock[1];
		return new Mutex("ShedLock",
				() -> held[0] = provider
					.lock(new LockConfiguration(Instant.now(), "shed", Duration.ofSeconds(30), Duration.ZERO))
					.orElseThrow(),
				() -> held[0].unlock(), session::close);
	}

}
