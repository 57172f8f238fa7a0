package io.servicegroup.tooz.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.Directories;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.format.Digests;
import io.servicegroup.tooz.format.Redactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresTests extends DatabaseContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	@Override
	String countSessions() {
		return "select count(*) from pg_stat_activity where backend_type = 'client backend'";
	}

	/** One tries, and one listens for releases. */
	@Override
	int sessionsOfWaiters() {
		return 2;
	}

	@Override
	String listSessions() {
		return "select string_agg(pid::text, ' ' order by pid) from pg_stat_activity where backend_type = 'client backend'";
	}

	private static final String LOCKS = "select string_agg(format('%s %s %s %s', classid, objid, objsubid, mode), ', ' "
			+ "order by objsubid desc) from pg_locks where locktype = 'advisory'";

	@Test
	void aHolderSharesTheKeyOfToozAndHasOneOfItsOwn() throws SQLException {
		DistributedLock held = coordinator("one").getLock("some lock");
		held.acquire();
		try (Connection observer = database().connect()) {
			// The MD5 begins with 84 82 6e 1c 90 9a 3b f8, in hexadecimal.
			String locks = "132 130 2 ShareLock, 2223140380 2426027000 1 ExclusiveLock";
			assertThat(DatabaseServer.ask(observer, LOCKS)).isEqualTo(locks);
			assertThat(coordinator("two").getLock("some lock").acquire(false)).isFalse();
			// A try leaves nothing locked that would keep Python waiting.
			assertThat(DatabaseServer.ask(observer, LOCKS)).isEqualTo(locks);
			held.release();
			within(BOUND).until(() -> DatabaseServer.ask(observer, LOCKS) == null);
		}
	}

	@Test
	void anOrdinaryUserGetsTokensWithTheTimeOfTheCluster() throws SQLException {
		try (Connection operator = database().connect(); Statement statement = operator.createStatement()) {
			statement.execute("create role ordinary login password 'pw'");
			String url = url().replaceFirst("//.*@", "//ordinary:pw@");
			DistributedLock lock = started(url, "one").getLock("a").acquireOrThrow(BOUND);
			long nowMicros = System.currentTimeMillis() * 1000;
			assertThat(lock.fencingToken().getAsLong()).isBetween(nowMicros - Duration.ofHours(1).toNanos() / 1000,
					nowMicros + 1_000_000);
		}
	}

	@Test
	void aLockAndItsReleaseAreOneRoundTripEach() {
		TcpProxy proxy = opened(new TcpProxy(database().port()));
		DistributedLock lock = started(proxy.url(url()), "one").getLock("a");
		for (int i = 0; i < 10; i++) {
			assertThat(lock.acquire(BOUND) && lock.release()).isTrue();
		}
		TcpProxy.Traffic before = proxy.traffic();
		for (int i = 0; i < 10; i++) {
			assertThat(lock.acquire(BOUND)).isTrue();
			assertThat(lock.fencingToken()).isNotEmpty();
			assertThat(lock.release()).isTrue();
		}
		TcpProxy.Traffic traffic = proxy.traffic().since(before);
		assertThat(traffic.roundTrips()).isEqualTo(20);
		assertThat(traffic.bytes()).isLessThan(20 * 400);
	}

	@Test
	void namesWithTheSameKeyOfToozAreTwoLocks() {
		Coordinator one = coordinator("one");
		Coordinator two = coordinator("two");
		DistributedLock first = one.getLock("invoices-103");
		DistributedLock second = two.getLock("invoices-118");
		assertThat(first.acquire(false)).isTrue();
		assertThat(second.acquire(false)).isTrue();
		assertThat(two.getLock("invoices-103").acquire(false)).isFalse();
		first.release();
		assertThat(second.isStillOwner()).isTrue();
		assertThat(one.getLock("invoices-118").acquire(false)).isFalse();
	}

	@Test
	void groupsWithTheSameKeyOfToozHaveTheirOwnLeaders() {
		Coordinator one = coordinator("one");
		Coordinator two = coordinator("two");
		elect(one, "tenant354");
		assertThat(one.getLeader("tenant401")).isEmpty();
		elect(two, "tenant401");
		for (Coordinator member : List.of(one, two, coordinator("three"))) {
			assertThat(member.getLeader("tenant354")).contains(new Leader("one"));
			assertThat(member.getLeader("tenant401")).contains(new Leader("two"));
		}
	}

	private static void elect(Coordinator member, String group) {
		member.watchElectedAsLeader(group, (event) -> {
		});
		member.runElectCoordinator();
		assertThat(member.isLeader(group)).isTrue();
	}

	/** An older version, and Python, hold the key of tooz exclusively. */
	@Test
	void aLeaderOfAnOlderVersionExcludesANewOneAndIsSeen() throws SQLException {
		Coordinator one = coordinator("one");
		one.watchElectedAsLeader(this.group, (event) -> {
		});
		byte[] digest = Digests.md5().digest(("leader_of_" + this.group).getBytes(StandardCharsets.UTF_8));
		String key = "(" + (digest[0] & 0xff) + ", " + (digest[1] & 0xff) + ")";
		try (Connection older = database().connect()) {
			DatabaseServer.ask(older, "select set_config('application_name', 'servicegroup:older', false)");
			assertThat(DatabaseServer.ask(older, "select pg_try_advisory_lock" + key)).isEqualTo("t");
			one.runElectCoordinator();
			assertThat(one.isLeader(this.group)).isFalse();
			assertThat(one.getLeader(this.group)).contains(new Leader("older"));
			DatabaseServer.ask(older, "select pg_advisory_unlock" + key);
			one.runElectCoordinator();
			assertThat(one.isLeader(this.group)).isTrue();
			assertThat(DatabaseServer.ask(older, "select pg_try_advisory_lock" + key)).isEqualTo("f");
		}
	}

	@Test
	void aLeaderWhoseIdDoesNotFitTheSessionNameIsUnknownToOthers() {
		for (String id : new String[] { "grün", "a".repeat(60) }) {
			Coordinator one = coordinator(id);
			one.watchElectedAsLeader(this.group, (event) -> {
			});
			one.runElectCoordinator();
			assertThat(one.getLeader(this.group)).contains(new Leader(id));
			assertThat(coordinator("other").getLeader(this.group)).contains(Leader.UNKNOWN);
			one.stop();
		}
	}

	/** Starts pgbouncer, and returns the URL of the server through it. */
	private String pooled(String mode, String... more) throws IOException {
		Path directory = Files.createTempDirectory("pgbouncer-");
		Path configuration = directory.resolve("pgbouncer.ini");
		int port = LocalProcess.freePort();
		Files.writeString(configuration, """
				[databases]
				postgres = host=127.0.0.1 port=%d user=%s password=%s
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				auth_type = any
				pool_mode = %s
				ignore_startup_parameters = extra_float_digits
				%s
				""".formatted(database().port(), DatabaseServer.USER, DatabaseServer.PASSWORD, port, mode,
				String.join("\n", more)));
		opened(() -> Directories.delete(directory));
		List<String> command = new ArrayList<>();
		if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
			command.addAll(List.of("setpriv", "--reuid=nobody", "--clear-groups"));
		}
		command.addAll(List.of("/usr/sbin/pgbouncer", configuration.toString()));
		opened(new LocalProcess(command)).start().awaitPort(port);
		// With time for several connections, each of which is a process of the server.
		return this.server.url("timeout=60").replace(":" + database().port() + "/", ":" + port + "/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "transaction", "statement" })
	void aPoolerThatSharesSessionsIsRefused(String mode) throws IOException {
		String url = pooled(mode);
		for (int i = 0; i < 3; i++) {
			Coordinator one = opened(Coordinators.get(url, "one"));
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
				.withMessageContaining("a pooler lets connections share the sessions that hold the locks")
				.withMessageContaining("Use the host and port of the server itself");
		}
	}

	@Test
	void aPoolerThatGivesEachConnectionASessionIsAccepted() throws IOException {
		String url = pooled("session");
		DistributedLock lock = started(url, "one").getLock("a");
		assertThat(lock.acquire(false)).isTrue();
		assertThat(started(url, "two").getLock("a").acquire(false)).isFalse();
		assertThat(lock.release()).isTrue();
	}

	/** pgbouncer refuses with the same SQLSTATE as when its mode has no transactions. */

	/** The second connection asks while the first one is still being opened. */
	@Test
	void userAndPasswordOfAConnectionAreOfOneAnswer() throws Exception {
		try (Connection operator = database().connect(); Statement statement = operator.createStatement()) {
			statement.execute("create role first login password 'pw1'");
			statement.execute("create role second login password 'pw2'");
		}
		TcpProxy proxy = opened(new TcpProxy(database().port()));
		AtomicInteger asked = new AtomicInteger();
		PostgresDatabase rotating = new PostgresDatabase(new DatabaseUrl("127.0.0.1", proxy.port(), "postgres",
				() -> (asked.incrementAndGet() == 1) ? new DatabaseUrl.Login("first", "pw1")
						: new DatabaseUrl.Login("second", "pw2"),
				new Redactor(Stream::empty), Duration.ofSeconds(60), Duration.ofSeconds(20)), "one", null);
		proxy.holdRequests();
		Future<String> first = user(rotating);
		within(BOUND).until(() -> asked.get() == 1);
		Future<String> second = user(rotating);
		within(BOUND).until(() -> asked.get() == 2);
		proxy.pass();
		assertThat(first.get(BOUND.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("first");
		assertThat(second.get(BOUND.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("second");
	}

	private static Future<String> user(PostgresDatabase database) {
		FutureTask<String> user = new FutureTask<>(() -> {
			try (Connection connection = database.connect()) {
				return DatabaseServer.ask(connection, "select current_user");
			}
		});
		new Thread(user).start();
		return user;
	}

	@Test
	void theOptionsOfToozReplaceThePartsOfTheUrl() {
		String query = "host=127.0.0.1&port=" + database().port() + "&dbname=postgres";
		String login = DatabaseServer.USER + ":" + DatabaseServer.PASSWORD;
		Coordinator one = opened(Coordinators.get("postgresql://" + login + "@nowhere:1/none?" + query, "one"));
		one.start();
		assertThat(one.getLock("a").acquire(false)).isTrue();
	}

}
