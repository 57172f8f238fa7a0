package io.servicegroup.tooz.memcached;

import java.time.Duration;

import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Leader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The items of locks and leaders in memcached.
 */
class MemcachedLockFormatTests extends MemcachedFixture {

	private static final String LOCK = "__TOOZ_LOCK_grün";

	private String leaderKey() {
		return "__TOOZ_LOCK__TOOZ_GROUP_LEADER_" + this.group;
	}

	private Coordinator leader(String url, String member) {
		Coordinator leader = coordinator(url, member);
		leader.watchElectedAsLeader(this.group, (event) -> {
		});
		leader.runElectCoordinator();
		return leader;
	}

	/** Checks the seconds until an item expires. */
	private void assertTtl(String key, int seconds) {
		try (MemcachedSocket socket = this.server.connect()) {
			try {
				socket.expect("mg " + key + " t", "HD t" + seconds);
			}
			catch (IllegalStateException ex) {
				// A second may have passed.
				socket.expect("mg " + key + " t", "HD t" + (seconds - 1));
			}
		}
	}

	private void touch(String key, int seconds) {
		try (MemcachedSocket socket = this.server.connect()) {
			socket.expect("touch " + key + " " + seconds, "TOUCHED");
		}
	}

	@Test
	void aLockIsTheIdOfItsHolderAndLivesASecondLongerThanPromised() {
		Coordinator one = coordinator(this.server.url("timeout=300&lock_timeout=30&leader_timeout=60"), "mün");
		assertThat(one.shortestTimeout()).isEqualTo(Duration.ofSeconds(30));
		DistributedLock lock = one.getLock("grün");
		lock.acquire();
		assertThat(stored(LOCK)).isEqualTo("1:" + hex("mün"));
		assertTtl(LOCK, 31);
		touch(LOCK, 10);
		one.heartbeat();
		assertTtl(LOCK, 31);
		assertThat(lock.isStillOwner()).isTrue();
		lock.release();
		assertThat(stored(LOCK)).isNull();
	}

	@Test
	void aLeaderIsTheIdOfAMember() {
		Coordinator one = leader(this.server.url("timeout=300&lock_timeout=60&leader_timeout=30"), "one");
		assertThat(one.shortestTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(stored(leaderKey())).isEqualTo("1:" + hex("one"));
		assertTtl(leaderKey(), 31);
		one.standDownGroupLeader(this.group);
		assertThat(stored(leaderKey())).isNull();
	}

	@Test
	void aPythonLeaderIsReadWhetherItsIdIsBytesOrText() {
		Coordinator one = coordinator("one");
		store(leaderKey(), 1, hex("python"));
		assertThat(one.getLeader(this.group)).contains(new Leader("python"));
		store(leaderKey(), 2, "a6" + hex("python"));
		assertThat(one.getLeader(this.group)).contains(new Leader("python"));
		store(leaderKey(), 2, "c0");
		assertThat(one.getLeader(this.group)).contains(Leader.UNKNOWN);
		assertThat(leader(this.server.url("timeout=4"), "two").isLeader(this.group)).isFalse();
	}

	@Test
	void aHolderWithTheSameIdIsAnotherHolder() {
		DistributedLock lock = coordinator("one").getLock("grün");
		lock.acquire();
		evict(LOCK);
		DistributedLock other = coordinator("one").getLock("grün");
		assertThat(other.acquire(false)).isTrue();
		assertThat(stored(LOCK)).isEqualTo("1:" + hex("one"));
		assertThat(lock.release()).isFalse();
		assertThat(other.isStillOwner()).isTrue();
		assertThat(other.release()).isTrue();
	}

	@Test
	void aHeartbeatNoticesThatTheLockBelongsToAnotherHolderWithTheSameId() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock("grün");
		lock.acquire();
		store(LOCK, 1, hex("one"));
		one.heartbeat();
		assertThat(lock.isAcquired()).isFalse();
		assertThat(stored(LOCK)).isEqualTo("1:" + hex("one"));
	}

	/** Its versions start over. */
	@Test
	void afterARestartOfTheServerTheLockIsFreeAndTheFirstHolderHasLostIt() {
		Coordinator one = coordinator("one");
		this.server.stop();
		this.server.start();
		DistributedLock first = one.getLock("grün");
		await().atMost(Duration.ofSeconds(2)).ignoreExceptions().until(() -> first.acquire(false));
		this.server.stop();
		this.server.start();
		DistributedLock second = one.getLock("grün");
		await().atMost(Duration.ofSeconds(2)).ignoreExceptions().until(() -> second.acquire(false));
		assertThat(first.isStillOwner()).isFalse();
		assertThat(second.isStillOwner()).isTrue();
		assertThat(first.release()).isFalse();
		assertThat(second.isStillOwner()).isTrue();
	}

	@Test
	void locksAndLeadersDoNotAppearAmongGroupsAndMembers() {
		Coordinator one = leader(this.server.url("timeout=4"), "one");
		one.joinGroupCreate(this.group, null);
		one.getLock("grün").acquire();
		assertThat(one.getMembers(this.group)).containsExactly("one");
		assertThat(one.getGroups()).containsExactly(this.group);
		one.stop();
		assertThat(stored(LOCK)).isNull();
		assertThat(stored(leaderKey())).isNull();
	}

}
