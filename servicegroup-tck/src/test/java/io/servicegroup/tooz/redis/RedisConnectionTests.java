package io.servicegroup.tooz.redis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class RedisConnectionTests extends RedisFixture {

	private String url(String login, String query) {
		return this.server.url("timeout=4" + query).replace("//", "//" + login);
	}

	@Test
	void aWrongPasswordIsReportedWithoutShowingItAndCanBeCorrected() {
		this.probe.command("CONFIG", "SET", "requirepass", "right");
		try {
			Coordinator one = create(url(":s3cret@", ""), "one");
			assertRefused(one, "WRONGPASS", "disabled. Correct the user or the password");
			assertRefused(create(url("", ""), "two"), "NOAUTH", "Add :password@ or user:password@");
			this.probe.as("right").command("CONFIG", "SET", "requirepass", "s3cret");
			one.start();
			one.joinGroupCreate("g", null);
			assertThat(one.getMembers("g")).containsExactly("one");
		}
		finally {
			this.probe.as("right").command("CONFIG", "SET", "requirepass", "");
			this.probe.as("s3cret").command("CONFIG", "SET", "requirepass", "");
		}
	}

	private void assertRefused(Coordinator coordinator, String... parts) {
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(coordinator::start).satisfies((ex) -> {
			assertThat(ex).hasMessageContainingAll(parts).hasMessageContaining("127.0.0.1:" + this.server.port());
			StringWriter trace = new StringWriter();
			ex.printStackTrace(new PrintWriter(trace));
			assertThat(trace.toString()).doesNotContain("s3cret");
		});
	}

	@Test
	void aUserOfTheAccessListNeedsOnlyTheKeysOfTooz() {
		this.probe.command("ACL", "SETUSER", "svc", "on", ">p@ss", "resetchannels", "~_tooz*", "+@all");
		Coordinator one = started(url("svc:p%40ss@", ""), "one");
		one.joinGroupCreate("g", Map.of("v", 1L));
		one.heartbeat();
		one.updateCapabilities("g", Map.of("v", 2L));
		assertThat(one.getMemberCapabilities("g", "one")).isEqualTo(Map.of("v", 2L));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> one.watch("g", () -> {
		})).withMessageContainingAll("NOPERM", "ACL SETUSER");
		one.leaveGroup("g");
		one.stop();
		assertThat(this.probe.text("EXISTS", "_tooz_beats:one", "_tooz_holder:one")).isEqualTo("0");
		this.probe.command("ACL", "DELUSER", "svc");
	}

	@Test
	void anUnreachableServerIsNamedInTheError() {
		Coordinator one = create("redis://127.0.0.1:1?timeout=4", "one");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
			.withMessageContainingAll("127.0.0.1:1", "refused");
		Coordinator two = create("redis://nosuchhost.invalid?timeout=4", "two");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(two::start)
			.withMessageContaining("nosuchhost.invalid:6379");
	}

	@Test
	void startingWithAFrozenServerFailsWithinTheDeadline() {
		this.server.pause();
		try {
			long begun = System.nanoTime();
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> coordinator("one"));
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
		}
		finally {
			this.server.resume();
		}
	}

	@Test
	void callersThatWaitForOneAttemptToConnectShareItsFailure() {
		Coordinator one = create(this.server.url("timeout=4"), "one");
		this.server.pause();
		try {
			long begun = System.nanoTime();
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::getGroups);
			long alone = System.nanoTime() - begun;
			begun = System.nanoTime();
			List<CompletableFuture<Void>> calls = Stream.generate(() -> CompletableFuture.runAsync(() -> {
				assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::getGroups);
			}, (call) -> new Thread(call).start())).limit(8).toList();
			calls.forEach(CompletableFuture::join);
			assertThat(System.nanoTime() - begun).isLessThan(4 * alone);
		}
		finally {
			this.server.resume();
		}
	}

	@Test
	void aUnixSocketWorks() {
		Coordinator one = started("redis://" + this.server.socket() + "?timeout=4", "one");
		one.joinGroupCreate("g", Map.of("v", 1L));
		assertThat(coordinator("two").getMemberCapabilities("g", "one")).isEqualTo(Map.of("v", 1L));
		one.watch("g", () -> {
		});
		one.stop();
		assertThat(coordinator("three").getMembers("g")).isEmpty();
	}

	@Test
	void namespacesAreSeparate() {
		started(this.server.url("timeout=4&namespace=other"), "one").joinGroupCreate("g", null);
		assertThat(this.probe.text("EXISTS", "other_groups", "other_group:g", "other_beats:one", "other_holder:one"))
			.isEqualTo("4");
		assertThat(coordinator("two").getGroups()).isEmpty();
	}

	@Test
	void databasesAreSeparate() {
		Coordinator one = started(this.server.url("timeout=4&db=3"), "one");
		one.joinGroupCreate("g", null);
		assertThat(coordinator("two").getGroups()).isEmpty();
		assertThat(this.probe.text("INFO", "keyspace")).contains("db3:keys=6").doesNotContain("db0");
		assertRefused(create(this.server.url("timeout=4&db=99"), "three"), "DB index");
	}

	@Test
	void allOptionsTogetherWork() {
		Coordinator one = started(this.server.url("timeout=30&membership_timeout=2.5&lock_timeout=9&socket_timeout=60"
				+ "&socket_connect_timeout=0.5&socket_keepalive=no&health_check_interval=5&db=0"), "one");
		assertThat(one.membershipTimeout()).isEqualTo(Duration.ofMillis(2500));
		one.joinGroupCreate("g", null);
		assertThat((Long) this.probe.command("PTTL", "_tooz_beats:one")).isBetween(1500L, 2500L);
	}

	@Test
	void aTimeoutOfDaysIsAcceptedWithoutAWarning() {
		try (Warnings warnings = new Warnings("io.netty")) {
			started(this.server.url("timeout=200000"), "one").joinGroupCreate("g", null);
			assertThat(warnings.messages()).isEmpty();
		}
	}

	@Test
	void stoppingLeavesNoThreadAndNoConnection() {
		Set<Thread> before = threads();
		String clients = this.probe.text("INFO", "clients").lines().skip(1).findFirst().orElseThrow();
		Coordinator one = joined("one", null);
		one.watch("g", () -> {
		});
		assertThat(started(before)).anyMatch((name) -> name.startsWith("lettuce"));
		long begun = System.nanoTime();
		one.stop();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
		await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(started(before)).isEmpty());
		assertThat(this.probe.text("INFO", "clients").lines().skip(1).findFirst()).contains(clients);
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(one::getGroups)
			.withMessageContaining("stopped");
	}

	@Test
	void stoppingLeavesNoThreadWhileTheServerIsDown() {
		Set<Thread> before = threads();
		Coordinator never = create("redis://127.0.0.1:1?timeout=4", "never");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(never::start);
		Coordinator one = joined("one", null);
		one.watch("g", () -> {
		});
		this.server.stop();
		try {
			long begun = System.nanoTime();
			never.close();
			one.close();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
			await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(started(before)).isEmpty());
		}
		finally {
			this.server.start();
		}
	}

	@Test
	void anInterruptedCallKeepsTheConnection() {
		Coordinator one = joined("one", null);
		long connections = connectionsMade();
		this.server.pause();
		try {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(one::getGroups)
				.withMessageContaining("Interrupted");
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
			this.server.resume();
		}
		one.heartbeat();
		assertThat(connectionsMade()).isEqualTo(connections + 1);
	}

	/** The others take most of the time of the first connection. */
	@Test
	void aConnectionHasNoApiThatIsNotUsed() {
		try (RedisConnector connector = new RedisConnector(Coordinators.parse(this.server.url("timeout=4")), "test",
				Duration.ofSeconds(4), Duration.ofSeconds(4))) {
			StatefulRedisPubSubConnection<byte[], byte[]> opened = connector.connectPubSub();
			assertThat(opened.sync()).isNull();
			assertThat(opened.reactive()).isNull();
			connector.call(RedisKeys.bytes("key"), (redis) -> {
				assertThat(redis.getStatefulConnection().sync()).isNull();
				assertThat(redis.getStatefulConnection().reactive()).isNull();
				return redis.ping();
			});
		}
	}

	@Test
	void anInterruptWhileConnectingLeavesNoConnection() {
		byte[] key = RedisKeys.bytes("key");
		this.server.pause();
		try (RedisConnector connector = new RedisConnector(Coordinators.parse(this.server.url("timeout=4")), "test",
				Duration.ofSeconds(4), Duration.ofSeconds(4))) {
			try {
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(CoordinationInterruptedException.class).isThrownBy(() -> connector.ping(key))
					.withMessageContaining("Interrupted");
			}
			finally {
				assertThat(Thread.interrupted()).isTrue();
				this.server.resume();
			}
			connector.ping(key);
			assertThat(connector.connectionNumber()).isZero();
			await().atMost(Duration.ofSeconds(2))
				.until(() -> this.probe.text("INFO", "clients").contains("connected_clients:2\r"));
		}
	}

	/** Since the server's start, including the connection of this request. */
	private long connectionsMade() {
		return Long
			.parseLong(this.probe.text("INFO", "stats").replaceAll("(?s).*total_connections_received:(\\d+).*", "$1"));
	}

	@Test
	void manyThreadsRecoverFromALostConnection() {
		Coordinator one = started(this.server.url("timeout=4&membership_timeout=60"), "one");
		one.joinGroupCreate("g", null);
		for (int round = 0; round < 5; round++) {
			this.probe.command("CLIENT", "KILL", "TYPE", "normal");
			await().atMost(Duration.ofSeconds(2))
				.until(() -> IntStream.range(0, 500).parallel().allMatch((i) -> answers(one)));
		}
		await().atMost(Duration.ofSeconds(2))
			.until(() -> this.probe.text("INFO", "clients").contains("connected_clients:3\r"));
	}

	private boolean answers(Coordinator one) {
		try {
			return one.getMembers("g").contains("one");
		}
		catch (CoordinationException ex) {
			return false;
		}
	}

	private static Set<Thread> threads() {
		return Set.copyOf(Thread.getAllStackTraces().keySet());
	}

	private static Set<String> started(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread) && !thread.getName().startsWith("awaitility"))
			.map(Thread::getName)
			.collect(Collectors.toSet());
	}

}
