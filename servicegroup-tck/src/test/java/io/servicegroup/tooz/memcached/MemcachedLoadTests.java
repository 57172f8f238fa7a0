package io.servicegroup.tooz.memcached;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many members, many concurrent joins, and no resource leaks.
 */
class MemcachedLoadTests extends MemcachedFixture {

	private static final int HOLD_MILLIS = 50;

	private Coordinator through(CommandCounter counter, String member) {
		return coordinator("memcached://127.0.0.1:" + counter.port() + "?timeout=" + TIMEOUT, member);
	}

	private void addMembers(int count, UnaryOperator<String> key) {
		GroupItem item = GroupItem.EMPTY;
		try (MemcachedSocket socket = this.server.connect()) {
			for (int i = 0; i < count; i++) {
				item = item.with("m" + i, new byte[] { 1 });
				socket.set(key.apply("m" + i), Item.RAW, new byte[] { 1 });
			}
			socket.set(MemcachedKeys.group(this.group), Item.MSGPACK, item.pack());
		}
	}

	private static void list(Coordinator coordinator, String group, int count, CommandCounter counter, int roundTrips) {
		counter.takeAll();
		assertThat(coordinator.getMembersWithCapabilities(group)).hasSize(count);
		assertThat(counter.takeAll().roundTrips()).isEqualTo(roundTrips);
	}

	@Test
	void aThousandMembersTakeNoMoreRoundTripsThanTen() {
		try (CommandCounter counter = new CommandCounter(this.server.port(), HOLD_MILLIS, true)) {
			Coordinator one = through(counter, "one");
			for (int count : new int[] { 10, 1000 }) {
				addMembers(count, (id) -> MemcachedKeys.alive(this.group, id));
				list(one, this.group, count, counter, 2);
				// The item has not changed.
				list(one, this.group, count, counter, 1);
			}
		}
	}

	@Test
	void membersInPythonTakeOneMoreRoundTripAtFirst() {
		try (CommandCounter counter = new CommandCounter(this.server.port(), HOLD_MILLIS, true)) {
			Coordinator one = through(counter, "one");
			for (int count : new int[] { 10, 1000 }) {
				addMembers(count, MemcachedKeys::heartbeat);
				list(one, this.group, count, counter, 3);
				counter.takeAll();
				assertThat(one.getMembers(this.group)).hasSize(count);
				// Of each member the heartbeat and the holder item: 24 and 25 bytes to
				// ask for it, and 40 for the answer; and 24 in the item.
				CommandCounter.Traffic traffic = counter.takeAll();
				assertThat(traffic.roundTrips()).isEqualTo(1);
				assertThat(traffic.bytes()).isLessThan(200 + 120 * count);
			}
		}
	}

	/** A listing looks at all members, although it asks for their keys at once. */
	@Test
	void aListingSeesWhatHasChangedSinceTheLastOne() {
		Coordinator one = coordinator("one");
		addMembers(3, MemcachedKeys::heartbeat);
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("m0", "m1", "m2");
		addMembers(5, (id) -> MemcachedKeys.alive(this.group, id));
		evict(MemcachedKeys.heartbeat("m0"));
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("m0", "m1", "m2", "m3", "m4");
		evict(MemcachedKeys.alive(this.group, "m3"));
		// Of a process without claims, in any group.
		store(MemcachedKeys.heartbeat("m4"), Item.RAW, hex("It's alive!"));
		evict(MemcachedKeys.alive(this.group, "m4"));
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("m0", "m1", "m2", "m4");
		store(MemcachedKeys.holder("m1"), Item.RAW, hex("see held 4"));
		evict(MemcachedKeys.heartbeat("m1"));
		evict(MemcachedKeys.alive(this.group, "m1"));
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("m0", "m2", "m4");
	}

	@Test
	void aHeartbeatInTwentyGroupsTakesNoMoreReadsThanInOne() {
		try (CommandCounter counter = new CommandCounter(this.server.port())) {
			Coordinator one = through(counter, "one");
			for (int i = 0; i < 20; i++) {
				one.joinGroupCreate(this.group + "-" + i, null);
				one.heartbeat();
				counter.take();
				one.heartbeat();
				assertThat(counter.take()).isZero();
			}
		}
	}

	@Test
	void noMemberIsLostWhenManyJoinAtOnce() throws Exception {
		coordinator("observer").createGroup(this.group);
		List<Coordinator> members = IntStream.range(0, 40)
			.mapToObj((i) -> coordinator(this.server.url("timeout=60"), "m" + i))
			.toList();
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			List<Future<Object>> done = threads
				.invokeAll(List.of(joinAll(members.subList(0, 20)), joinAll(members.subList(20, 40))));
			for (Future<Object> each : done) {
				each.get();
			}
		}
		finally {
			threads.shutdown();
		}
		Set<String> expected = members.stream().map(Coordinator::memberId).collect(Collectors.toSet());
		assertThat(coordinator("observer").getMembers(this.group)).isEqualTo(expected);
	}

	private Callable<Object> joinAll(List<Coordinator> members) {
		return () -> {
			members.forEach((member) -> member.joinGroup(this.group, null));
			return true;
		};
	}

	@Test
	void aReadSucceedsAfterTheConnectionBrokeWhileIdle() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		this.server.stop();
		this.server.start();
		assertThat(one.getGroups()).isEmpty();
	}

	@Test
	void aWriteSucceedsAfterTheConnectionBrokeWhileIdle() {
		Coordinator one = coordinator("one");
		one.createGroup("before");
		this.server.stop();
		this.server.start();
		one.createGroup(this.group);
		assertThat(one.getGroups()).containsExactly(this.group);
	}

}
