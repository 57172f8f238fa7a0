package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memcached.CommandCounter.Traffic;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A reader reads a group's item only when it has changed. */
class MemcachedGroupReaderTests extends MemcachedFixture {

	private static final byte[] CAPABILITIES = { 1 };

	private final List<MemcachedBackend> backends = new ArrayList<>();

	private MemcachedBackend backend(int port, String id, int timeout) {
		MemcachedBackend backend = new MemcachedBackend(
				Coordinators.parse("memcached://127.0.0.1:" + port + "?timeout=" + timeout), id, new JoinQueue());
		this.backends.add(backend);
		backend.connect();
		return backend;
	}

	private MemcachedBackend joined(String id, int timeout) {
		MemcachedBackend backend = backend(this.server.port(), id, timeout);
		backend.join(this.group, CAPABILITIES);
		return backend;
	}

	private GroupReader reader(int port) {
		return backend(port, "observer", 30).reader(this.group);
	}

	private void createGroup() {
		backend(this.server.port(), "creator", 30).createGroup(this.group);
	}

	@AfterEach
	void close() {
		this.backends.forEach(MemcachedBackend::close);
		this.backends.clear();
	}

	@Test
	void anUnchangedGroupCostsTheSameWhateverTheNumberOfMembers() {
		createGroup();
		try (CommandCounter counter = new CommandCounter(this.server.port());
				MemcachedSocket socket = this.server.connect()) {
			GroupItem item = GroupItem.EMPTY;
			for (int i = 0; i < 1000; i++) {
				item = item.with("m" + i, CAPABILITIES);
				socket.set(MemcachedKeys.alive(this.group, "m" + i), Item.RAW, 60, CAPABILITIES);
			}
			socket.set(MemcachedKeys.group(this.group), Item.MSGPACK, item.pack());
			GroupReader reader = reader(counter.port());
			StoredGroup first = reader.read();
			assertThat(first.members()).hasSize(1000);
			reader.read();
			counter.takeAll();
			assertThat(reader.read()).isSameAs(first);
			Traffic idle = counter.takeAll();
			assertThat(idle.commands()).containsExactly("mg", "mg");
			assertThat(idle.bytes()).isLessThan(200);
			item = item.with("m1000", CAPABILITIES);
			socket.set(MemcachedKeys.alive(this.group, "m1000"), Item.RAW, 60, CAPABILITIES);
			socket.set(MemcachedKeys.group(this.group), Item.MSGPACK, item.pack());
			Map<String, StoredMember> changed = reader.read().members();
			assertThat(counter.takeAll().commands()).containsExactly("mg", "mg", "gets", "mg");
			assertThat(changed).hasSize(1001);
			assertThat(changed.get("m7")).isSameAs(first.members().get("m7"));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void joinsUpdatesAndLeavesAreSeenAtOnce(boolean metaCommands) {
		createGroup();
		try (CommandCounter counter = new CommandCounter(this.server.port(), 0, metaCommands)) {
			GroupReader reader = reader(counter.port());
			assertThat(reader.read().members()).isEmpty();
			MemcachedBackend one = joined("one", 30);
			StoredGroup first = reader.read();
			assertThat(first.members()).containsOnlyKeys("one");
			assertThat(reader.read()).isSameAs(first);
			one.join(this.group, new byte[] { 2 });
			assertThat(reader.read().members().get("one").capabilities()).containsExactly(2);
			one.annotations().write(this.group, "key", "text");
			assertThat(reader.read().annotations()).containsEntry("key", "text");
			one.annotations().write(this.group, "key", "other");
			assertThat(reader.read().annotations()).containsEntry("key", "other");
			evict(MemcachedKeys.annotations(this.group));
			assertThat(reader.read().annotations()).isEmpty();
			one.leave(this.group);
			assertThat(reader.read().members()).isEmpty();
			evict(MemcachedKeys.group(this.group));
			assertThat(reader.read().members()).isEmpty();
		}
	}

	@Test
	void aMemberThatStopsBeatingIsSeenAsDead() {
		createGroup();
		MemcachedBackend one = joined("one", 30);
		MemcachedBackend two = joined("two", 2);
		GroupReader reader = reader(this.server.port());
		assertThat(reader.read().members()).containsOnlyKeys("one", "two");
		for (int i = 0; i < 4; i++) {
			await().pollDelay(Duration.ofMillis(500)).until(() -> two.beat(Map.of(this.group, CAPABILITIES)).isEmpty());
			assertThat(reader.read().members()).containsOnlyKeys("one", "two");
		}
		await().atMost(Duration.ofSeconds(4)).until(() -> !reader.read().members().containsKey("two"));
		assertThat(stored(MemcachedKeys.alive(this.group, "two"))).isNull();
		assertThat(one.members(this.group)).containsOnlyKeys("one");
	}

	@Test
	void aMemberInPythonIsLookedAtEachTime() {
		createGroup();
		joined("one", 30);
		GroupReader reader = reader(this.server.port());
		store(MemcachedKeys.heartbeat("py"), Item.RAW, hex("It's alive!"));
		try (MemcachedSocket socket = this.server.connect()) {
			byte[] item = socket.get(MemcachedKeys.group(this.group)).data();
			socket.set(MemcachedKeys.group(this.group), Item.MSGPACK,
					GroupItem.read("key", Item.msgpack(item)).with("py", CAPABILITIES).pack());
		}
		StoredGroup both = reader.read();
		assertThat(both.members()).containsOnlyKeys("one", "py");
		assertThat(reader.read()).isSameAs(both);
		evict(MemcachedKeys.heartbeat("py"));
		assertThat(reader.read().members()).containsOnlyKeys("one");
	}

	@Test
	void aRestartOfTheServerIsSeen() {
		createGroup();
		joined("one", 30);
		GroupReader reader = reader(this.server.port());
		assertThat(reader.read().members()).containsOnlyKeys("one");
		this.server.stop();
		this.server.start();
		assertThat(reader.read().members()).isEmpty();
		createGroup();
		joined("two", 30);
		assertThat(reader.read().members()).containsOnlyKeys("two");
	}

}
