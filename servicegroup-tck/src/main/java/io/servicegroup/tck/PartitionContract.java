package io.servicegroup.tck;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.HashRing;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.Partitioner;
import io.servicegroup.tooz.RebalanceEvent;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.Partitioners;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for partitioned groups. All members must compute the same owner of each
 * object, follow joins, leaves, deaths and changed weights, and keep the last ring,
 * marked stale, while the store is down. It applies to every backend with groups.
 */
public abstract class PartitionContract extends StoreFixture {

	/**
	 * How long a ring may take to follow a change without a push: the poll of one second,
	 * and time for a busy machine.
	 */
	private static final Duration SOON = Duration.ofSeconds(3);

	private static final List<String> OBJECTS = IntStream.range(0, 1000).mapToObj((i) -> "object" + i).toList();

	private static void assertMembers(Partitioner partitioner, String... members) {
		assertThat(partitioner.ring().nodes()).containsOnlyKeys(members);
	}

	private static void awaitMembers(Partitioner partitioner, String... members) {
		within(SOON).untilAsserted(() -> assertMembers(partitioner, members));
	}

	@Test
	void membersAgreeOnTheOwnerOfEachObject() {
		Coordinator one = coordinator("one");
		Partitioner ones = one.joinPartitionedGroup(this.group);
		Partitioner twos = coordinator("two").joinPartitionedGroup(this.group, 3);
		one.runWatchers();
		assertThat(ones.ring().nodes()).isEqualTo(Map.of("one", 1, "two", 3)).isEqualTo(twos.ring().nodes());
		for (String object : OBJECTS) {
			Set<String> owner = ones.membersForObject(object);
			assertThat(owner).hasSize(1).isEqualTo(twos.membersForObject(object));
			assertThat(ones.belongsToSelf(object)).isEqualTo(owner.contains("one"))
				.isNotEqualTo(twos.belongsToSelf(object));
			assertThat(ones.belongsToMember(object, "two")).isEqualTo(twos.belongsToSelf(object));
			assertThat(ones.membersForObject(object, Set.of(), 2)).hasSize(2).startsWith(owner.toArray(new String[0]));
			assertThat(ones.belongsToSelf(object, Set.of("two"), 1)).isTrue();
			assertThat(ones.belongsToMember(object, "nobody", Set.of(), 2)).isFalse();
		}
	}

	@Test
	void runWatchersReadsTheGroup() {
		Coordinator one = beating(coordinator("one"));
		Partitioner partitioner = one.joinPartitionedGroup(this.group, 5);
		assertThat(partitioner.ring().nodes()).isEqualTo(Map.of("one", 5));
		for (int i = 0; i < 3; i++) {
			Coordinator two = coordinator("two");
			two.joinPartitionedGroup(this.group, 10);
			one.runWatchers();
			assertThat(partitioner.ring().nodes()).isEqualTo(Map.of("one", 5, "two", 10));
			two.stop();
			one.runWatchers();
			assertMembers(partitioner, "one");
		}
	}

	@Test
	void theRingFollowsJoinsLeavesAndWeights() {
		Partitioner ones = beating(coordinator("one")).joinPartitionedGroup(this.group);
		Coordinator two = beating(coordinator("two"));
		Partitioner twos = two.joinPartitionedGroup(this.group);
		awaitMembers(ones, "one", "two");
		two.updateCapabilities(this.group, Map.of("weight", 7));
		within(SOON).untilAsserted(() -> assertThat(ones.ring().nodes()).containsEntry("two", 7));
		two.leavePartitionedGroup(twos);
		awaitMembers(ones, "one");
		assertThat(OBJECTS).allMatch(ones::belongsToSelf);
	}

	/** Starts a member in a separate process. */
	protected ServerProcess otherProcess(String member) {
		return javaProcess(PartitionedMember.class, url(), member, this.group);
	}

	@Test
	void theRingFollowsTheDeathOfAMember() {
		Partitioner ones = beating(coordinator("one")).joinPartitionedGroup(this.group);
		ServerProcess two = otherProcess("two");
		within(LONG).untilAsserted(() -> {
			assertThat(two.isAlive()).as(two::output).isTrue();
			assertMembers(ones, "one", "two");
		});
		two.kill();
		this.server.advance(timeout());
		within(bound()).untilAsserted(() -> assertMembers(ones, "one"));
	}

	@Test
	void listenersAreNotifiedOfMovedObjects() throws InterruptedException {
		Coordinator one = beating(coordinator("one"));
		Partitioner partitioner = one.joinPartitionedGroup(this.group);
		BlockingQueue<RebalanceEvent> events = new LinkedBlockingQueue<>();
		partitioner.onRebalance(events::add);
		Coordinator two = beating(joined("two", Map.of("weight", 1)));
		RebalanceEvent joined = events.poll(3, TimeUnit.SECONDS);
		assertThat(joined.joined()).containsExactly("two");
		assertThat(joined.group()).isEqualTo(this.group);
		assertThat(OBJECTS.stream().filter(joined::moved).collect(Collectors.toSet()))
			.isEqualTo(OBJECTS.stream()
				.filter((object) -> partitioner.belongsToMember(object, "two"))
				.collect(Collectors.toSet()))
			.hasSizeBetween(200, 800);
		two.updateCapabilities(this.group, Map.of("weight", 2));
		RebalanceEvent reweighted = events.poll(3, TimeUnit.SECONDS);
		assertThat(reweighted.reweighted()).containsExactly("two");
		assertThat(reweighted.joined()).isEmpty();
		assertThat(reweighted.before()).isSameAs(joined.after());
		two.leaveGroup(this.group);
		RebalanceEvent left = events.poll(3, TimeUnit.SECONDS);
		assertThat(left.left()).containsExactly("two");
		assertThat(left.after().nodes()).containsOnlyKeys("one");
	}

	@Test
	void aListenerThatThrowsOrHangsDoesNotAffectOthers() throws InterruptedException {
		Coordinator one = coordinator("one");
		Partitioner partitioner = one.joinPartitionedGroup(this.group);
		CountDownLatch never = new CountDownLatch(1);
		partitioner.onRebalance((event) -> {
			throw new IllegalStateException("on purpose");
		});
		partitioner.onRebalance((event) -> await(never));
		BlockingQueue<RebalanceEvent> events = new LinkedBlockingQueue<>();
		Registration registration = partitioner.onRebalance(events::add);
		Coordinator two = joined("two", null);
		one.runWatchers();
		assertThat(events.poll(3, TimeUnit.SECONDS).joined()).containsExactly("two");
		two.leaveGroup(this.group);
		one.runWatchers();
		assertThat(events.poll(3, TimeUnit.SECONDS).left()).containsExactly("two");
		registration.close();
		two.joinGroup(this.group, null);
		one.runWatchers();
		assertMembers(partitioner, "one", "two");
		assertThat(events.poll(200, TimeUnit.MILLISECONDS)).isNull();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void invalidWeightsCountAsOneOrTheLimit() {
		List<Object> strange = Arrays.asList(null, "text", List.of(1L), Map.of(), Map.of("weight", 0),
				Map.of("weight", -5), Map.of("weight", "3"), Map.of("weight", 2.5), Map.of("weight", true));
		Map<String, Integer> expected = new HashMap<>(Map.of("one", 1, "large", 10_000, "huge", 10_000));
		for (int i = 0; i < strange.size(); i++) {
			longLived("strange" + i).joinGroupCreate(this.group, strange.get(i));
			expected.put("strange" + i, (i == 4 || i == 5) ? 0 : 1);
		}
		longLived("large").joinGroupCreate(this.group, Map.of("weight", Long.MAX_VALUE));
		longLived("huge").joinGroupCreate(this.group,
				Map.of("weight", BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)));
		assertThat(longLived("one").joinPartitionedGroup(this.group).ring().nodes()).isEqualTo(expected);
	}

	@Test
	void theLastRingStaysWhileTheStoreIsDown() {
		Coordinator one = coordinator("one");
		Partitioner partitioner = one.joinPartitionedGroup(this.group);
		HashRing before = partitioner.ring();
		assertThat(partitioner.isStale()).isFalse();
		this.server.stop();
		within(timeout().multipliedBy(2)).until(partitioner::isStale);
		assertThat(partitioner.ring()).isSameAs(before);
		Instant asOf = partitioner.asOf();
		this.server.start();
		beating(one);
		within(Duration.ofSeconds(10)).untilAsserted(() -> {
			assertThat(partitioner.isStale()).isFalse();
			assertThat(partitioner.asOf()).isAfter(asOf);
			assertMembers(partitioner, "one");
		});
	}

	@Test
	void noMemberOwnsAllObjectsAfterTheStoreHasLostItsData() {
		Partitioner one = beating(coordinator("one")).joinPartitionedGroup(this.group);
		Partitioner two = beating(coordinator("two")).joinPartitionedGroup(this.group);
		awaitMembers(one, "one", "two");
		awaitMembers(two, "one", "two");
		this.server.wipe();
		Coordinator reader = coordinator("reader");
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.during(RECOVERY)
			.atMost(RECOVERY.multipliedBy(2))
			.until(() -> !one.ring().nodes().keySet().equals(Set.of("one"))
					&& !two.ring().nodes().keySet().equals(Set.of("two")));
		within(RECOVERY).until(() -> reader.getMembers(this.group).size() == 2 && !one.isStale() && !two.isStale());
		awaitMembers(one, "one", "two");
		awaitMembers(two, "one", "two");
	}

	@Test
	void aLostOwnMembershipIsMissingInTheRingUntilTheNextHeartbeat() {
		Coordinator one = coordinator("one");
		Partitioner partitioner = one.joinPartitionedGroup(this.group, 2);
		this.server.wipe();
		one.runWatchers();
		assertThat(partitioner.ring().nodes()).isEmpty();
		assertThat(partitioner.membersForObject("object")).isEmpty();
		assertThat(partitioner.belongsToSelf("object")).isFalse();
		assertThat(partitioner.isStale()).isFalse();
		one.heartbeat();
		one.runWatchers();
		assertThat(partitioner.ring().nodes()).isEqualTo(Map.of("one", 2));
	}

	@Test
	void leavePartitionedGroupEndsTheMembershipAndThePartitioner() {
		Coordinator one = coordinator("one");
		Partitioner partitioner = one.joinPartitionedGroup(this.group);
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> one.joinPartitionedGroup(this.group));
		one.leavePartitionedGroup(partitioner);
		assertThat(one.getMembers(this.group)).isEmpty();
		assertThatExceptionOfType(MemberNotJoinedException.class)
			.isThrownBy(() -> one.leavePartitionedGroup(partitioner));
		assertThat(partitioner.belongsToSelf("object")).isFalse();
		assertThat(partitioner.isStale()).isTrue();
		assertThat(one.joinPartitionedGroup(this.group, 4).ring().nodes()).isEqualTo(Map.of("one", 4));
	}

	@Test
	void aRefusedJoinChangesNothing() {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> one.joinPartitionedGroup(this.group, -1));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> one.joinPartitionedGroup(this.group, 1, 0));
		assertThat(one.getGroups()).isEmpty();
	}

	@Test
	void stopEndsAllThreads() {
		Coordinator one = coordinator("one");
		Partitioner first = one.joinPartitionedGroup(this.group);
		Partitioner second = one.joinPartitionedGroup(this.group + "-b");
		first.onRebalance((event) -> await(new CountDownLatch(1)));
		joined("two", null);
		one.runWatchers();
		// Those that read several groups are started with the next poll.
		within(SOON).untilAsserted(
				() -> assertThat(threads().stream().filter(Partitioners.THREAD::equals)).hasSizeGreaterThan(1));
		one.stop();
		within(SOON).untilAsserted(() -> assertThat(threads()).isEmpty());
		assertMembers(first, "one", "two");
		assertMembers(second, "one");
		assertThat(second.isStale()).isTrue();
		first.close();
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith(Partitioners.THREAD) || name.startsWith("servicegroup-listener"))
			.toList();
	}

}
