package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The raw nodes, watches and writes while members contend for locks and leadership.
 */
class ZooKeeperLockFormatTests extends ZooKeeperFixture {

	private static final Pattern KAZOO = Pattern.compile("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}__lock__\\d{10}");

	private final String path = "/tooz/locks/lock-" + this.group;

	private final String leaderPath = "/tooz/" + this.group + "/leader";

	private DistributedLock lock(String member) {
		return coordinator(member).getLock("lock-" + this.group);
	}

	private Coordinator candidate(String member) {
		Coordinator candidate = coordinator(member);
		candidate.watchElectedAsLeader(this.group, (event) -> {
		});
		return candidate;
	}

	private List<String> queue(String lock) {
		try {
			return LockQueue.of(raw().getChildren(lock, false)).names();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns the data of a contender's node, after checking that it is like kazoo's. */
	private String contender(String lock, int index) throws Exception {
		String name = queue(lock).get(index);
		assertThat(name).matches(KAZOO);
		Stat node = new Stat();
		byte[] data = raw().getData(lock + "/" + name, false, node);
		assertThat(node.getEphemeralOwner()).isNotZero();
		return new String(data, StandardCharsets.US_ASCII);
	}

	private CompletableFuture<Boolean> waiting(DistributedLock lock, int index) {
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> lock.acquire(Duration.ofSeconds(20)),
				(task) -> new Thread(task).start());
		await().until(() -> queue(this.path).size() == index + 1 && watched(this.path).size() == index);
		return waiting;
	}

	/** Returns the paths below a lock that are watched, as the server reports. */
	private List<String> watched(String lock) {
		return this.server.ask("wchp").lines().filter((line) -> line.startsWith(lock)).sorted().toList();
	}

	@Test
	void aLockIsAQueueOfNodesLikeKazoos() throws Exception {
		DistributedLock one = lock("one");
		one.acquire();
		assertThat(contender(this.path, 0)).isEqualTo("one");
		assertThat(one.fencingToken()).hasValue(TimeUnit.MILLISECONDS.toNanos(stat("/tooz").getCtime())
				+ stat(this.path + "/" + queue(this.path).get(0)).getCzxid());
		waiting(lock("two"), 1);
		assertThat(contender(this.path, 1)).isEqualTo("two");
		for (String parent : List.of("/tooz/locks", this.path)) {
			assertThat(stat(parent).getEphemeralOwner()).isZero();
			assertThat(raw().getACL(parent, null)).isEqualTo(ZooDefs.Ids.OPEN_ACL_UNSAFE);
		}
	}

	@Test
	void eachContenderWatchesTheOneBeforeAndNoOtherIsWoken() {
		List<DistributedLock> locks = List.of(lock("one"), lock("two"), lock("three"));
		locks.get(0).acquire();
		CompletableFuture<Boolean> two = waiting(locks.get(1), 1);
		CompletableFuture<Boolean> three = waiting(locks.get(2), 2);
		List<String> queue = queue(this.path);
		assertThat(watched(this.path)).containsExactlyInAnyOrder(this.path + "/" + queue.get(0),
				this.path + "/" + queue.get(1));
		locks.get(0).release();
		assertThat(two).succeedsWithin(Duration.ofSeconds(2)).isEqualTo(true);
		assertThat(three).isNotDone();
		assertThat(watched(this.path)).containsExactly(this.path + "/" + queue.get(1));
	}

	@Test
	void aContenderThatGivesUpLeavesNeitherNodeNorWatch() {
		lock("one").acquire();
		List<String> queue = queue(this.path);
		DistributedLock two = lock("two");
		assertThat(two.acquire(false)).isFalse();
		assertThat(queue(this.path)).isEqualTo(queue);
		assertThat(two.acquire(Duration.ofMillis(200))).isFalse();
		assertThat(queue(this.path)).isEqualTo(queue);
		await().untilAsserted(() -> assertThat(watched(this.path)).isEmpty());
	}

	@Test
	void aWaitingContenderWhoseNodeIsDeletedQueuesAgain() throws Exception {
		DistributedLock one = lock("one");
		one.acquire();
		CompletableFuture<Boolean> two = waiting(lock("two"), 1);
		String first = queue(this.path).get(1);
		raw().delete(this.path + "/" + first, -1);
		await().until(() -> queue(this.path).size() == 2);
		String second = queue(this.path).get(1);
		assertThat(second).isNotEqualTo(first).startsWith(first.substring(0, 32));
		one.release();
		assertThat(two).succeedsWithin(Duration.ofSeconds(2)).isEqualTo(true);
		assertThat(queue(this.path)).containsExactly(second);
	}

	@Test
	void theFirstCandidateLeadsEvenIfTheGroupDoesNotExist() throws Exception {
		Coordinator one = candidate("one");
		one.runElectCoordinator();
		assertThat(contender(this.leaderPath, 0)).isEqualTo("one");
		assertThat(one.getGroups()).containsExactly(this.group);
		assertThat(one.getMembers(this.group)).isEmpty();
		raw().setData(this.leaderPath + "/" + queue(this.leaderPath).get(0), new byte[0], -1);
		assertThat(one.getLeader(this.group)).contains(Leader.UNKNOWN);
	}

	@Test
	void aCandidateWritesNothingWhileThereIsALeader() {
		candidate("one").runElectCoordinator();
		Coordinator two = candidate("two");
		long transaction = stat(this.leaderPath).getPzxid();
		two.runElectCoordinator();
		assertThat(stat(this.leaderPath).getPzxid()).isEqualTo(transaction);
		assertThat(queue(this.leaderPath)).hasSize(1);
	}

	@Test
	void withCredentialsTheNodesHaveTheirAcl() throws Exception {
		String url = url().replace("://", "://scott:tiger@");
		closedLater(Coordinators.get(url, "one")).getLock("lock-" + this.group).acquire();
		for (String node : List.of("/tooz/locks", this.path, this.path + "/" + queue(this.path).get(0))) {
			assertThat(raw().getACL(node, null)).hasSize(1).allSatisfy((acl) -> {
				assertThat(acl.getId().getId()).startsWith("scott:");
			});
		}
	}

	@Test
	void deletingAGroupDeletesTheNodeOfPastElections() {
		Coordinator one = candidate("one");
		one.joinGroupCreate(this.group, null);
		one.runElectCoordinator();
		Coordinator two = coordinator("two");
		assertThatExceptionOfType(GroupNotEmptyException.class).isThrownBy(() -> two.deleteGroup(this.group));
		one.leaveGroup(this.group);
		assertThatExceptionOfType(GroupNotEmptyException.class).isThrownBy(() -> two.deleteGroup(this.group));
		assertThat(one.isLeader(this.group)).isTrue();
		assertThat(one.standDownGroupLeader(this.group)).isTrue();
		assertThat(stat(this.leaderPath)).isNotNull();
		two.deleteGroup(this.group);
		assertThat(stat("/tooz/" + this.group)).isNull();
		assertThat(two.getLeader(this.group)).isEmpty();
	}

	@Test
	void aGroupWithPastElectionsAndAMemberIsNotEmpty() {
		Coordinator one = candidate("one");
		one.joinGroupCreate(this.group, null);
		one.runElectCoordinator();
		one.standDownGroupLeader(this.group);
		assertThatExceptionOfType(GroupNotEmptyException.class).isThrownBy(() -> one.deleteGroup(this.group));
		assertThat(one.getMembers(this.group)).containsExactly("one");
		assertThat(stat(this.leaderPath)).isNotNull();
	}

}
