package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A reader reads a group whole only when it has changed. */
class RedisGroupReaderTests extends RedisFixture {

	private static final byte[] CAPABILITIES = { (byte) 0x81, (byte) 0xa1, 'v', 1 };

	private final List<RedisBackend> backends = new ArrayList<>();

	private RedisBackend backend(String id, String options) {
		RedisBackend backend = new RedisBackend(Coordinators.parse(this.server.url(options)), id);
		this.backends.add(backend);
		return backend;
	}

	private RedisBackend joined(String id) {
		RedisBackend backend = backend(id, "timeout=30");
		backend.join("g", CAPABILITIES);
		return backend;
	}

	@AfterEach
	void closeBackends() {
		this.backends.forEach(RedisBackend::close);
		this.backends.clear();
	}

	private GroupReader reader() {
		return backend("observer", "timeout=30").reader("g");
	}

	private void createGroup() {
		backend("creator", "timeout=30").createGroup("g");
	}

	@Test
	void anUnchangedGroupIsNotReadWholeWhileItsMembersBeat() {
		createGroup();
		RedisBackend one = joined("one");
		joined("two");
		GroupReader reader = reader();
		StoredGroup first = reader.read();
		assertThat(first.members()).containsOnlyKeys("one", "two");
		long whole = calls("hgetall");
		for (int i = 0; i < 5; i++) {
			assertThat(one.beat(Map.of("g", CAPABILITIES))).isEmpty();
			assertThat(reader.read()).isSameAs(first);
		}
		assertThat(calls("hgetall")).isEqualTo(whole);
	}

	@Test
	void unchangedMembersKeepTheirObject() {
		createGroup();
		RedisBackend one = joined("one");
		joined("two");
		GroupReader reader = reader();
		Map<String, StoredMember> before = reader.read().members();
		one.join("g", new byte[] { (byte) 0xc0 });
		Map<String, StoredMember> after = reader.read().members();
		assertThat(after.get("one").capabilities()).containsExactly(0xc0);
		assertThat(after.get("two")).isSameAs(before.get("two"));
	}

	@Test
	void onlyChangedMembersAreRead() {
		createGroup();
		RedisBackend one = joined("one");
		RedisBackend two = joined("two");
		RedisBackend three = backend("three", "timeout=1");
		GroupReader reader = reader();
		assertThat(reader.read().members()).containsOnlyKeys("one", "two");
		long whole = calls("hgetall");
		one.join("g", new byte[] { (byte) 0xc0 });
		three.join("g", CAPABILITIES);
		Map<String, StoredMember> joined = reader.read().members();
		assertThat(joined).containsOnlyKeys("one", "two", "three");
		assertThat(joined.get("one").capabilities()).containsExactly(0xc0);
		two.leave("g");
		assertThat(reader.read().members()).containsOnlyKeys("one", "three");
		await().atMost(Duration.ofSeconds(3)).until(() -> reader.read().members().size() == 1);
		assertThat(this.probe.text("HEXISTS", "_tooz_group:g", "three")).as("a dead member is removed").isEqualTo("0");
		StoredGroup last = reader.read();
		assertThat(reader.read()).isSameAs(last);
		two.join("g", CAPABILITIES);
		assertThat(reader.read().members()).containsOnlyKeys("one", "two");
		assertThat(calls("hgetall")).isEqualTo(whole);
	}

	@Test
	void moreChangesThanAreKeptMakeTheReaderReadTheGroupWhole() {
		createGroup();
		RedisBackend one = joined("one");
		joined("two");
		GroupReader reader = reader();
		reader.read();
		for (int i = 0; i < 40; i++) {
			one.join("g", new byte[] { (byte) (i % 100) });
		}
		long whole = calls("hgetall");
		assertThat(reader.read().members().get("one").capabilities()).containsExactly(39);
		assertThat(calls("hgetall")).isEqualTo(whole + 1);
		assertThat(this.probe.text("ZCARD", "_tooz_expiries:g:")).isEqualTo("18");
	}

	@Test
	void aChangedAnnotationIsReadWithoutTheMembers() {
		createGroup();
		RedisBackend one = joined("one");
		GroupReader reader = reader();
		StoredGroup first = reader.read();
		long whole = calls("hgetall");
		one.annotations().write("g", "disabled/one", "why");
		StoredGroup second = reader.read();
		assertThat(second.annotations()).containsEntry("disabled/one", "why");
		assertThat(second.members()).isSameAs(first.members());
		assertThat(reader.read()).isSameAs(second);
		// By an earlier release, which sets no version.
		this.probe.command("DEL", "_tooz_switches:g");
		assertThat(reader.read().annotations()).isEmpty();
		assertThat(calls("hgetall")).isEqualTo(whole);
	}

	@Test
	void aGroupWithAMemberInPythonIsReadWholeEachTimeUntilItLeaves() {
		createGroup();
		joined("one");
		GroupReader reader = reader();
		reader.read();
		this.probe.command("PSETEX", "_tooz_beats:py", 60_000, "Not dead!");
		this.probe.command("HSET", "_tooz_group:g", "py", new byte[] { 1 });
		assertThat(reader.read().members()).containsOnlyKeys("one", "py");
		this.probe.command("HSET", "_tooz_group:g", "py", new byte[] { 2 });
		assertThat(reader.read().members().get("py").capabilities()).containsExactly(2);
		StoredGroup last = reader.read();
		assertThat(reader.read()).isSameAs(last);
		this.probe.command("HDEL", "_tooz_group:g", "py");
		assertThat(reader.read().members()).containsOnlyKeys("one");
		long whole = calls("hgetall");
		reader.read();
		assertThat(calls("hgetall")).isEqualTo(whole);
	}

	@Test
	void aMemberWhoseMarkExpiresIsSeenAsDead() {
		createGroup();
		joined("one");
		RedisBackend two = backend("two", "timeout=1");
		two.join("g", CAPABILITIES);
		GroupReader reader = reader();
		assertThat(reader.read().members()).containsOnlyKeys("one", "two");
		await().atMost(Duration.ofSeconds(3)).until(() -> !reader.read().members().containsKey("two"));
		assertThat(this.probe.text("EXISTS", "_tooz_held:g:two:1")).isEqualTo("0");
		assertThat(two.beat(Map.of("g", CAPABILITIES))).containsExactly("g");
		two.join("g", CAPABILITIES);
		assertThat(reader.read().members()).containsOnlyKeys("one", "two");
	}

	@Test
	void aMemberWhoseProcessStopsWithoutLeavingIsSeenAsDead() {
		createGroup();
		joined("one");
		RedisBackend two = joined("two");
		GroupReader reader = reader();
		assertThat(reader.read().members()).containsOnlyKeys("one", "two");
		two.close();
		assertThat(reader.read().members()).containsOnlyKeys("one");
	}

	@Test
	void aWipeARestartAndALostHintAreMismatches() {
		createGroup();
		RedisBackend one = joined("one");
		GroupReader reader = reader();
		StoredGroup first = reader.read();
		this.probe.command("DEL", "_tooz_expiries:g:");
		long whole = calls("hgetall");
		assertThat(reader.read()).isSameAs(first);
		assertThat(calls("hgetall")).isGreaterThan(whole);
		assertThat(one.beat(Map.of("g", CAPABILITIES))).isEmpty();
		reader.read();
		whole = calls("hgetall");
		assertThat(reader.read()).isSameAs(first);
		assertThat(calls("hgetall")).isEqualTo(whole);
		this.server.wipe();
		assertThat(reader.read().members()).isEmpty();
		createGroup();
		one.join("g", CAPABILITIES);
		assertThat(reader.read().members()).containsOnlyKeys("one");
	}

	/** Three commands of a heartbeat are not needed each time. */
	@Test
	void aHeartbeatTidiesTheHintOfOneGroupAtMost() {
		Map<String, byte[]> memberships = new HashMap<>();
		RedisBackend one = backend("one", "timeout=30");
		for (int i = 0; i < 20; i++) {
			one.createGroup("g" + i);
			one.join("g" + i, CAPABILITIES);
			memberships.put("g" + i, CAPABILITIES);
		}
		Map<String, Long> before = new HashMap<>();
		List.of("zadd", "hget", "psetex", "zremrangebyscore", "pexpire", "zcount", "exists")
			.forEach((command) -> before.put(command, calls(command)));
		for (int i = 0; i < 10; i++) {
			assertThat(one.beat(memberships)).isEmpty();
		}
		before.replaceAll((command, calls) -> calls(command) - calls);
		assertThat(before).containsEntry("zadd", 200L).containsEntry("hget", 200L).containsEntry("psetex", 220L);
		assertThat(before).containsEntry("zremrangebyscore", 10L)
			.containsEntry("pexpire", 10L)
			.containsEntry("zcount", 10L)
			.containsEntry("exists", 0L);
	}

	@Test
	void aLostVersionIsSetAgainBySomeHeartbeat() {
		createGroup();
		RedisBackend one = joined("one");
		GroupReader reader = reader();
		reader.read();
		this.probe.command("ZREMRANGEBYSCORE", "_tooz_expiries:g:", "-inf", "(0");
		await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(() -> {
			one.beat(Map.of("g", CAPABILITIES));
			reader.read();
			long whole = calls("hgetall");
			reader.read();
			return calls("hgetall") == whole;
		});
	}

	@Test
	void theKeyGoesWithTheGroupAndWithItsMembers() {
		createGroup();
		RedisBackend one = joined("one");
		assertThat((Long) this.probe.command("PTTL", "_tooz_expiries:g:")).isBetween(80_000_000L, 86_400_000L);
		assertThat(this.probe.text("ZCOUNT", "_tooz_expiries:g:", "1", "+inf")).isEqualTo("1");
		RedisBackend two = joined("two");
		one.leave("g");
		assertThat(this.probe.text("ZCOUNT", "_tooz_expiries:g:", "1", "+inf")).isEqualTo("1");
		two.close();
		assertThat(this.probe.text("EXISTS", "_tooz_expiries:g:")).isEqualTo("0");
		this.probe.command("ZADD", "_tooz_expiries:g:", "0", "left over");
		assertThat(one.read("g").members()).isEmpty();
		one.deleteGroup("g");
		assertThat(this.probe.text("EXISTS", "_tooz_expiries:g:")).isEqualTo("0");
	}

	/** The rights of an earlier release are enough for readings as in it. */
	@Test
	void withoutTheRightToTheKeyTheGroupIsReadWhole() {
		this.probe.command("ACL", "SETUSER", "old", "on", ">password", "resetkeys", "~_tooz_*", "allchannels", "+@all",
				"-@sortedset");
		createGroup();
		RedisBackend one = new RedisBackend(
				Coordinators.parse(this.server.url("timeout=30").replace("//", "//old:password@")), "one");
		this.backends.add(one);
		one.join("g", CAPABILITIES);
		assertThat(one.beat(Map.of("g", CAPABILITIES))).isEmpty();
		GroupReader reader = one.reader("g");
		StoredGroup first = reader.read();
		assertThat(first.members()).containsOnlyKeys("one");
		assertThat(reader.read()).isSameAs(first);
		long looks = calls("evalsha") + calls("eval");
		assertThat(reader.read()).isSameAs(first);
		assertThat(calls("evalsha") + calls("eval")).as("a refused look is not repeated at once").isEqualTo(looks);
	}

	@Test
	void aLookCostsOneRoundTripWhateverTheNumberOfMembers() {
		createGroup();
		RedisConnector connector = new RedisConnector(Coordinators.parse(this.server.url("timeout=30")), "fleet",
				Duration.ofSeconds(30), Duration.ofSeconds(30));
		try {
			RedisKeys keys = new RedisKeys("_tooz");
			IntStream.range(0, 1000)
				.forEach((i) -> new RedisMembership(connector, keys, "member-" + i, Duration.ofSeconds(600)).join("g",
						CAPABILITIES));
			GroupReader reader = reader();
			StoredGroup first = reader.read();
			assertThat(first.members()).hasSize(1000);
			reader.read();
			long scripts = calls("evalsha");
			long others = calls("hgetall") + calls("mget") + calls("get");
			long bytes = bytes();
			long idle = bytes() - bytes;
			bytes = bytes();
			for (int i = 0; i < 100; i++) {
				assertThat(reader.read()).isSameAs(first);
			}
			assertThat(bytes() - bytes - idle).isLessThan(100 * 600L);
			assertThat(calls("evalsha") - scripts).isEqualTo(100);
			// The script reads the annotations.
			assertThat(calls("hgetall") + calls("mget") + calls("get") - others).isEqualTo(100);
		}
		finally {
			connector.close();
		}
	}

	/**
	 * Each round trip of a slow network makes the reading older, so the check of the
	 * server's role, a whole reading's check and the marks have none of their own.
	 */
	@Test
	void aReadingTakesFewRoundTrips() {
		createGroup();
		RedisBackend one = joined("one");
		reader().read();
		try (TcpProxy proxy = new TcpProxy(this.server.port())) {
			RedisBackend observer = new RedisBackend(Coordinators.parse(proxy.url(this.server.url("timeout=1"))),
					"far");
			this.backends.add(observer);
			observer.connect();
			// Longer than the server takes, so that what is sent together counts once.
			proxy.delay(Duration.ofMillis(120));
			GroupReader reader = observer.reader("g");
			assertThat(roundTrips(proxy, reader)).as("the whole group").isEqualTo(3);
			long roles = calls("hello");
			for (int i = 0; i < 4; i++) {
				one.join("g", new byte[] { (byte) i });
				assertThat(roundTrips(proxy, reader)).as("one change").isEqualTo(2);
			}
			assertThat(calls("hello")).as("checks of the role").isGreaterThan(roles);
			assertThat(roundTrips(proxy, reader)).as("no change").isOne();
		}
	}

	private static long roundTrips(TcpProxy proxy, GroupReader reader) {
		TcpProxy.Traffic before = proxy.traffic();
		reader.read();
		return proxy.traffic().since(before).roundTrips();
	}

	private long calls(String command) {
		return number("commandstats", "cmdstat_" + command + ":calls=(\\d+),.*");
	}

	private long bytes() {
		return number("stats", "total_net_input_bytes:(\\d+)") + number("stats", "total_net_output_bytes:(\\d+)");
	}

	private long number(String section, String pattern) {
		return Arrays.stream(this.probe.text("INFO", section).split("\r?\n"))
			.filter((line) -> line.matches(pattern))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(pattern, "$1")))
			.sum();
	}

}
