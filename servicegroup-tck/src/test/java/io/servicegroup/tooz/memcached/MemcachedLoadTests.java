package io.servicegroup.tooz.memcached;

import java.time.Duration;
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
import static org.awaitility.Awaitility.await;

/**
 * Many members, many concurrent joins, and no resource leaks.
 */
class MemcachedLoadTests extends MemcachedFixture {

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

	@Test
	void aThousandMembersTakeNoMoreCommandsThanTen() {
		try (CommandCounter counter = new CommandCounter(this.server.port())) {
			Coordinator one = through(counter, "one");
			for (int count : new int[] { 10, 1000 }) {
				addMembers(count, (id) -> MemcachedKeys.alive(this.group, id));
				counter.take();
				assertThat(one.getMembersWithCapabilities(this.group)).hasSize(count);
				assertThat(counter.take()).isEqualTo(2);
			}
		}
	}

	@Test
	void membersInPythonTakeOneMoreCommandAtFirst() {
		try (CommandCounter counter = new CommandCounter(this.server.port())) {
			Coordinator one = through(counter, "one");
			for (int count : new int[] { 10, 1000 }) {
				addMembers(count, MemcachedKeys::heartbeat);
				counter.take();
				assertThat(one.getMembersWithCapabilities(this.group)).hasSize(count);
				assertThat(counter.take()).isEqualTo(3);
				addMembers(count / 10, MemcachedKeys::heartbeat);
				assertThat(one.getMembersWithCapabilities(this.group)).hasSize(count / 10);
				assertThat(counter.take()).isEqualTo(2);
			}
		}
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
				// Without those of the versions of groups.
				assertThat(counter.take()).isEqualTo(3);
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
	void noThreadIsLeftAfterAStop() {
		await().until(() -> clientThreads().isEmpty());
		Coordinator one = joined("one", null);
		// One for heartbeats, one for readings.
		assertThat(clientThreads()).hasSize(2);
		one.stop();
		await().atMost(Duration.ofSeconds(1)).until(() -> clientThreads().isEmpty());
	}

	@Test
	void aReadSucceedsAfterTheConnectionBrokeWhileIdle() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		this.server.stop();
		this.server.start();
		assertThat(one.getGroups()).isEmpty();
		// One for heartbeats, one for readings.
		await().atMost(Duration.ofSeconds(1)).until(() -> clientThreads().size() <= 2);
	}

	private List<String> clientThreads() {
		String port = ":" + this.server.port() + "}";
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("Memcached IO over") && name.contains(port))
			.toList();
	}

}
