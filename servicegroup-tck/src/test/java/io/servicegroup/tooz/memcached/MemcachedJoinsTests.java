package io.servicegroup.tooz.memcached;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memcached.JoinQueue.Join;
import io.servicegroup.tooz.memcached.JoinQueue.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Members that join one group at the same time, in one process and in several.
 */
class MemcachedJoinsTests extends MemcachedFixture {

	private static final byte[] CAPABILITIES = { 1 };

	private final List<MemcachedBackend> backends = new ArrayList<>();

	MemcachedJoinsTests() {
		// Each of 500 members has two connections, and by default a server has 1,024.
		super("-c", "4096");
	}

	@AfterEach
	void close() {
		this.backends.forEach(MemcachedBackend::close);
		this.backends.clear();
	}

	private MemcachedBackend backend(String id, JoinQueue process) {
		return backend(this.server.url("timeout=60"), id, process);
	}

	private MemcachedBackend backend(String url, String id, JoinQueue process) {
		MemcachedBackend backend = new MemcachedBackend(Coordinators.parse(url), id, process);
		this.backends.add(backend);
		backend.connect();
		return backend;
	}

	private List<MemcachedBackend> backends(int count, int processes) {
		List<JoinQueue> queues = IntStream.range(0, processes).mapToObj((i) -> new JoinQueue()).toList();
		return IntStream.range(0, count).mapToObj((i) -> backend("m" + i, queues.get(i % processes))).toList();
	}

	private String newGroup() {
		nameGroup();
		this.backends.get(0).createGroup(this.group);
		return this.group;
	}

	/** Returns the milliseconds that each call took, in ascending order. */
	private List<Double> each(List<MemcachedBackend> members, int threads, BiConsumer<MemcachedBackend, Integer> call)
			throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Double>> calls = new ArrayList<>();
		for (int i = 0; i < members.size(); i++) {
			int number = i;
			calls.add(executor.submit(() -> {
				start.await();
				long begun = System.nanoTime();
				call.accept(members.get(number), number);
				return (System.nanoTime() - begun) / 1e6;
			}));
		}
		start.countDown();
		List<Double> times = new ArrayList<>();
		for (Future<Double> each : calls) {
			times.add(each.get());
		}
		executor.shutdown();
		return times.stream().sorted().toList();
	}

	private double millis(List<MemcachedBackend> members, int threads, List<Double> times) throws Exception {
		String group = newGroup();
		long begun = System.nanoTime();
		times.addAll(each(members, threads, (member, number) -> member.join(group, CAPABILITIES)));
		double millis = (System.nanoTime() - begun) / 1e6;
		assertThat(this.backends.get(0).members(group)).hasSize(members.size());
		return millis;
	}

	/**
	 * The ratios of issue 14. One round of three is enough, as other programs on the
	 * machine may disturb one. A slowest join that takes a tenth of the time of all, one
	 * after the other, has not waited for the others either: with a median of a few
	 * milliseconds, three of them are less than the threads take to start.
	 */
	@Test
	void fiveHundredAtOnceEndWithinTheTimeOfOneAfterTheOther() throws Exception {
		List<MemcachedBackend> members = backends(500, 1);
		millis(members, 1, new ArrayList<>());
		List<String> rounds = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			double oneByOne = millis(members, 1, new ArrayList<>());
			List<Double> times = new ArrayList<>();
			double together = millis(members, 500, times);
			boolean isReached = together <= oneByOne && times.get(499) <= Math.max(3 * times.get(250), oneByOne / 10);
			rounds.add((isReached ? "reached" : "missed")
					+ ": one by one %.0f ms, together %.0f, median %.0f, slowest %.0f".formatted(oneByOne, together,
							times.get(250), times.get(499)));
		}
		assertThat(rounds).anyMatch((round) -> round.startsWith("reached"));
	}

	/** Processes compete by cas. */
	@Test
	void membersOfSeveralProcessesAllJoin() throws Exception {
		List<MemcachedBackend> members = backends(60, 12);
		millis(members, 1, new ArrayList<>());
		double oneByOne = millis(members, 1, new ArrayList<>());
		List<Double> times = new ArrayList<>();
		double together = millis(members, 60, times);
		assertThat(together).isLessThan(3 * oneByOne);
	}

	@Test
	void joinsAndLeavesAtOnceLeaveTheGroupAsTheLastCallsMadeIt() throws Exception {
		List<MemcachedBackend> members = backends(40, 2);
		String group = newGroup();
		each(members, 40, (member, number) -> {
			for (int i = 0; i < 5; i++) {
				member.join(group, new byte[] { (byte) i });
				member.join(group, new byte[] { (byte) (i + 10) });
				if (i < 4 || number % 2 == 0) {
					member.leave(group);
				}
			}
		});
		assertThat(this.backends.get(0).members(group).keySet()).containsExactlyInAnyOrderElementsOf(
				IntStream.range(0, 40).filter((i) -> i % 2 == 1).mapToObj((i) -> "m" + i).toList());
		assertThat(this.backends.get(0).members(group).values())
			.allSatisfy((member) -> assertThat(member.capabilities()).containsExactly(14));
	}

	/** One of several joins does not fit into the item: the others must not fail. */
	@Test
	void aJoinThatIsTooLargeFailsAlone() throws Exception {
		List<MemcachedBackend> members = backends(20, 1);
		String group = newGroup();
		for (int round = 0; round < 5; round++) {
			each(members, 20, (member, number) -> {
				if (number == 7) {
					assertThatExceptionOfType(CoordinationException.class)
						.isThrownBy(() -> member.join(group, new byte[1_100_000]))
						.withMessageContaining("-I");
				}
				else {
					member.join(group, CAPABILITIES);
				}
			});
			assertThat(this.backends.get(0).members(group)).hasSize(19);
		}
	}

	/** Enters a leader that the test plays. */
	private Place leaderOf(String group, JoinQueue process) {
		Place place = new Place(new InetSocketAddress("127.0.0.1", this.server.port()), MemcachedKeys.group(group));
		assertThat(process.enter(place, new Join("leader", CAPABILITIES))).isTrue();
		return place;
	}

	@ParameterizedTest
	@EnumSource(names = { "LEADS", "FAILED" })
	void aWaitingJoinIsMadeAfterTheLeaderHasEnded(JoinQueue.Outcome outcome) throws Exception {
		JoinQueue process = new JoinQueue();
		MemcachedBackend waiting = backend("waiting", process);
		Place place = leaderOf(newGroup(), process);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		Future<?> join = executor.submit(() -> waiting.join(this.group, CAPABILITIES));
		List<Join> taken = new ArrayList<>();
		await().until(() -> taken.addAll(process.take(place)));
		assertThat(join.isDone()).isFalse();
		taken.get(0).outcome().complete(outcome);
		join.get();
		executor.shutdown();
		assertThat(waiting.members(this.group)).containsOnlyKeys("waiting");
	}

	@Test
	void aJoinDoesNotWaitForOneThatHangs() {
		JoinQueue process = new JoinQueue();
		MemcachedBackend waiting = backend(this.server.url("timeout=2"), "waiting", process);
		Place place = leaderOf(newGroup(), process);
		waiting.join(this.group, CAPABILITIES);
		assertThat(process.take(place)).isEmpty();
		process.pass(place);
		assertThat(waiting.members(this.group)).containsOnlyKeys("waiting");
	}

}
