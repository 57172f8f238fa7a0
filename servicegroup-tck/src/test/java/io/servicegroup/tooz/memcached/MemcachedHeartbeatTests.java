package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.memcached.CommandCounter.Traffic;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a heartbeat costs, and what it notices: it looks at a group's item by its version
 * alone.
 */
class MemcachedHeartbeatTests extends MemcachedFixture {

	private static final int HOLD_MILLIS = 200;

	private Coordinator joinedThrough(CommandCounter counter, String group) {
		Coordinator one = coordinator("memcached://127.0.0.1:" + counter.port() + "?timeout=" + TIMEOUT, "one");
		one.joinGroupCreate(group, 1L);
		return one;
	}

	private GroupItem item() {
		try (MemcachedSocket socket = this.server.connect()) {
			MemcachedSocket.Item item = socket.get(MemcachedKeys.group(this.group));
			return GroupItem.read("key", Item.msgpack(item.data()));
		}
	}

	private void write(GroupItem item) {
		try (MemcachedSocket socket = this.server.connect()) {
			socket.set(MemcachedKeys.group(this.group), Item.MSGPACK, item.pack());
		}
	}

	private void addMembers(int count) {
		GroupItem item = item();
		for (int i = 0; i < count; i++) {
			item = new GroupItem(Stream
				.concat(item.entries().stream(), GroupItem.EMPTY.with("m" + i, new byte[] { 1 }).entries().stream())
				.toList());
		}
		write(item);
	}

	@Test
	void costsTheSameWhateverTheNumberOfMembers() {
		int[] bytes = new int[2];
		for (int i = 0; i < 2; i++) {
			nameGroup();
			try (CommandCounter counter = new CommandCounter(this.server.port(), HOLD_MILLIS, true)) {
				Coordinator one = joinedThrough(counter, this.group);
				addMembers((i == 0) ? 1 : 1000);
				one.heartbeat();
				counter.takeAll();
				one.heartbeat();
				Traffic traffic = counter.takeAll();
				assertThat(traffic.roundTrips()).isEqualTo(1);
				// The heartbeat, the holder, two for the claim, the group and the list.
				assertThat(traffic.commands()).hasSize(6).containsOnly("mg");
				bytes[i] = traffic.bytes();
				one.stop();
			}
		}
		// Only numbers of several digits differ: sizes, versions and the group's name.
		assertThat(bytes[1]).isLessThan(500).isBetween(bytes[0] - 32, bytes[0] + 32);
	}

	@Test
	void inTwentyGroupsItTakesOneRoundTripToo() {
		try (CommandCounter counter = new CommandCounter(this.server.port(), HOLD_MILLIS / 4, true)) {
			Coordinator one = joinedThrough(counter, this.group);
			for (int i = 1; i < 20; i++) {
				one.joinGroupCreate(this.group + "-" + i, 1L);
			}
			one.heartbeat();
			one.heartbeat();
			counter.takeAll();
			one.heartbeat();
			Traffic traffic = counter.takeAll();
			assertThat(traffic.roundTrips()).isEqualTo(1);
			// Two for the id and the list, three for each group.
			assertThat(traffic.commands()).hasSize(63).containsOnly("mg");
			assertThat(traffic.bytes()).isLessThan(6_000);
		}
	}

	/** It has no thread that would have to be woken up. */
	@Test
	void itsConnectionsHaveNoThreads() {
		joined("one", 1L).heartbeat();
		String port = ":" + this.server.port();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.noneMatch((name) -> name.contains(port));
	}

	@Test
	void theItemsOfAnotherProcessGetBackTheTimeThatTheyHad() {
		Coordinator one = coordinator(this.server.url("timeout=60"), "one");
		one.joinGroupCreate(this.group, 1L);
		one.heartbeat();
		one.heartbeat();
		try (MemcachedSocket socket = this.server.connect()) {
			for (String key : new String[] { MemcachedKeys.heartbeat("one"), MemcachedKeys.held(this.group, "one"),
					MemcachedKeys.alive(this.group, "one") }) {
				socket.set(key, Item.RAW, 9, "other".getBytes(StandardCharsets.UTF_8));
			}
			assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(one::heartbeat);
			for (String key : new String[] { MemcachedKeys.heartbeat("one"), MemcachedKeys.held(this.group, "one"),
					MemcachedKeys.alive(this.group, "one") }) {
				assertThat(socket.remainingSeconds(key)).isBetween(1L, 10L);
			}
		}
	}

	@Test
	void aChangedItemIsReadOnce() {
		try (CommandCounter counter = new CommandCounter(this.server.port(), HOLD_MILLIS, true)) {
			Coordinator one = joinedThrough(counter, this.group);
			one.heartbeat();
			addMembers(10);
			counter.takeAll();
			one.heartbeat();
			Traffic traffic = counter.takeAll();
			assertThat(traffic.count("get")).isEqualTo(1);
			assertThat(traffic.roundTrips()).isEqualTo(2);
			one.heartbeat();
			traffic = counter.takeAll();
			assertThat(traffic.count("get")).isZero();
			assertThat(traffic.roundTrips()).isEqualTo(1);
			store(MemcachedKeys.alive(this.group, "two"), Item.RAW, "31");
			write(GroupItem.EMPTY.with("one", new byte[] { 1 }).with("two", new byte[] { 1 }));
			assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("one", "two");
			counter.takeAll();
			one.heartbeat();
			traffic = counter.takeAll();
			assertThat(traffic.count("get")).as("commands, as a listing has read the item").isZero();
			assertThat(traffic.roundTrips()).isEqualTo(1);
		}
	}

	@Test
	void aRemovedEntryAndAListWithoutTheGroupAreWrittenAgain() {
		Coordinator one = joined("one", 1L);
		for (int i = 0; i < 2; i++) {
			one.heartbeat();
			write(GroupItem.EMPTY);
			one.heartbeat();
			assertThat(item().ids()).containsExactly("one");
			one.heartbeat();
			store(MemcachedKeys.GROUP_LIST, Item.MSGPACK, "90");
			one.heartbeat();
			assertThat(coordinator("two").getGroups()).containsExactly(this.group);
		}
	}

	/** The connections are broken without an error, as after a freeze of the server. */
	@Test
	void afterAFailureAHeartbeatDoesNotWaitForTheConnectionForReadings() {
		Duration deadline = ToozUrl.callTimeout(Expiry.granted(Duration.ofSeconds(9)));
		try (TcpProxy proxy = new TcpProxy(this.server.port())) {
			Coordinator one = coordinator("memcached://127.0.0.1:" + proxy.port() + "?timeout=9", "one");
			one.joinGroupCreate(this.group, 1L);
			one.heartbeat();
			proxy.halfOpen();
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(one::heartbeat);
			proxy.pass();
			long begun = System.nanoTime();
			one.heartbeat();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(deadline);
			write(GroupItem.EMPTY);
			for (int i = 0; i < 4 && item().ids().isEmpty(); i++) {
				one.heartbeat();
			}
			assertThat(item().ids()).containsExactly("one");
		}
	}

	@Test
	void otherCapabilitiesOfTheSameSizeAreReplaced() {
		Coordinator one = joined("one", 1L);
		one.heartbeat();
		String stored = stored(MemcachedKeys.group(this.group));
		write(GroupItem.EMPTY.with("one", new byte[] { 2 }));
		one.heartbeat();
		assertThat(stored(MemcachedKeys.group(this.group))).isEqualTo(stored);
	}

	/** The server counts versions from 1 after a start. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aVersionThatRepeatsAfterARestartIsNotTrusted(boolean claimsAreWrittenAgain) {
		// Long, so that the heartbeat after the restart has time to connect.
		Coordinator one = coordinator(this.server.url("timeout=60"), "one");
		one.joinGroupCreate(this.group, 1L);
		one.heartbeat();
		String key = MemcachedKeys.group(this.group);
		long version = version(key);
		String heartbeat = stored(MemcachedKeys.heartbeat("one"));
		String claim = stored(MemcachedKeys.held(this.group, "one"));
		this.server.stop();
		this.server.start();
		if (claimsAreWrittenAgain) {
			store(MemcachedKeys.heartbeat("one"), Item.RAW, heartbeat.substring(2));
			store(MemcachedKeys.held(this.group, "one"), Item.RAW, claim.substring(2));
			store(MemcachedKeys.holder("one"), Item.RAW, hex("see held 60 " + version(MemcachedKeys.heartbeat("one"))));
		}
		GroupItem other = GroupItem.EMPTY.with("two", new byte[] { 1 });
		do {
			write(other);
		}
		while (version(key) < version);
		assertThat(version(key)).isEqualTo(version);
		one.heartbeat();
		assertThat(item().ids()).contains("one", "two");
	}

	@Test
	void aProxyWithoutMetaCommandsIsAskedOnceOnAConnection() {
		try (Warnings warnings = new Warnings("io.servicegroup.tooz");
				CommandCounter counter = new CommandCounter(this.server.port(), 0, false)) {
			Coordinator one = joinedThrough(counter, this.group);
			one.heartbeat();
			long connections = this.server.statistic("total_connections");
			counter.takeAll();
			one.heartbeat();
			// On each connection.
			assertThat(counter.takeAll().count("mg")).isEqualTo(8);
			write(GroupItem.EMPTY);
			one.heartbeat();
			assertThat(counter.takeAll().count("mg")).isZero();
			assertThat(item().ids()).containsExactly("one");
			// Those of this test itself.
			assertThat(this.server.statistic("total_connections")).isEqualTo(connections + 3);
			assertThat(warnings.messages()).isEmpty();
		}
	}

}
