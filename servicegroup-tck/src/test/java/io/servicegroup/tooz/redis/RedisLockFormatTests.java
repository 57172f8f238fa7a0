package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The keys and values of locks and leaders. Those in Python's quotes are the keys that
 * tooz 3.1 writes for {@code get_lock(b"grün")} and {@code get_lock("grün")}.
 */
class RedisLockFormatTests extends RedisFixture {

	private static final List<String> LOCK = List.of("_tooz_grün_lock", "b'_tooz'_b'gr\\xc3\\xbcn'_lock",
			"b'_tooz'_grün_lock");

	private static final List<String> LEADER = List.of("_tooz_leader_of_g_lock", "b'_tooz'_b'leader_of_g'_lock");

	private Coordinator leader(String member) {
		Coordinator leader = coordinator(member);
		leader.watchElectedAsLeader("g", (event) -> {
		});
		leader.runElectCoordinator();
		return leader;
	}

	@Test
	void aLockIsAnExpiringTokenUnderAllKeysOfTooz() {
		Coordinator one = started(this.server.url("timeout=30&lock_timeout=7"), "one");
		DistributedLock lock = one.getLock("grün");
		assertThat(one.shortestTimeout()).isEqualTo(Duration.ofSeconds(7));
		lock.acquire();
		String token = this.probe.text("GET", LOCK.get(0));
		assertThat(token).matches("[0-9a-f]{32}");
		for (String key : LOCK) {
			assertThat(this.probe.text("GET", key)).isEqualTo(token);
			assertThat((Long) this.probe.command("PTTL", key)).isBetween(4000L, 7000L);
			this.probe.command("PEXPIRE", key, "2000");
		}
		one.heartbeat();
		assertThat(LOCK)
			.allSatisfy((key) -> assertThat((Long) this.probe.command("PTTL", key)).isBetween(4000L, 7000L));
		lock.release();
		assertThat((List<?>) this.probe.command("KEYS", "*_lock")).isEmpty();
		lock.acquire();
		assertThat(this.probe.text("GET", LOCK.get(0))).isNotEqualTo(token);
	}

	@Test
	void aLockIsTakenIfOneOfItsKeysIsTaken() {
		DistributedLock lock = coordinator("one").getLock("grün");
		for (String key : LOCK) {
			this.probe.command("SET", key, "python", "PX", "60000");
			assertThat(lock.acquire(false)).isFalse();
			assertThat(this.probe.command("EXISTS", LOCK.toArray())).isEqualTo(0L);
		}
	}

	@Test
	void aLockThatPythonBrokeIsLostAndItsOtherKeysAreReleased() {
		DistributedLock lock = coordinator("one").getLock("grün");
		for (String key : LOCK) {
			lock.acquire();
			this.probe.command("SET", key, "python", "PX", "60000");
			assertThat(lock.isStillOwner()).isFalse();
			await().until(() -> ((List<?>) this.probe.command("KEYS", "*_lock")).size() == 1);
			assertThat(this.probe.text("GET", key)).isEqualTo("python");
			assertThat(lock.breakLock()).isTrue();
			assertThat(lock.breakLock()).isFalse();
		}
	}

	@Test
	void aLockWhoseAnswerWasLostIsAcquiredAgain() {
		RedisConnector connector = connector();
		try {
			RedisLock lock = (RedisLock) locks(connector).lock("l");
			assertThat(lock.tryAcquire(false)).isTrue();
			long first = lock.fencingToken();
			this.probe.command("PEXPIRE", "_tooz_l_lock", "1500");
			assertThat(lock.tryAcquire(false)).isTrue();
			assertThat(lock.fencingToken()).isGreaterThan(first);
			assertThat((Long) this.probe.command("PTTL", "_tooz_l_lock")).isGreaterThan(2000);
			assertThat(lock.release()).isTrue();
			assertThat(lock.release()).isFalse();
		}
		finally {
			connector.close();
		}
	}

	private RedisConnector connector() {
		return new RedisConnector(Coordinators.parse(this.server.url("timeout=4")), "test", Duration.ofSeconds(4),
				Duration.ofSeconds(4));
	}

	private static RedisLocks locks(RedisConnector connector) {
		return new RedisLocks(connector, "_tooz", "one", Duration.ofSeconds(4),
				new LockReleases(new RedisWatches(connector)));
	}

	@Test
	void fencingTokensGrowWhenRedisLosesItsDataAndWhenTheClockGoesBack() {
		DistributedLock lock = coordinator("one").getLock("l");
		lock.acquire();
		long first = lock.fencingToken().getAsLong();
		assertThat(this.probe.text("GET", "_tooz_fencing:l")).isEqualTo(Long.toString(first));
		assertThat((Long) this.probe.command("TTL", "_tooz_fencing:l")).isBetween(86_000L, 86_400L);
		lock.release();
		this.server.wipe();
		lock.acquire();
		assertThat(lock.fencingToken().getAsLong()).isGreaterThan(first);
		lock.release();
		long ahead = first + 3_600_000_000L;
		this.probe.command("SET", "_tooz_fencing:l", Long.toString(ahead));
		lock.acquire();
		assertThat(lock.fencingToken().getAsLong()).isEqualTo(ahead + 1);
		assertThat(this.probe.text("GET", "_tooz_fencing:l")).isEqualTo(Long.toString(ahead + 1));
	}

	@Test
	void aLeaderWritesItsIdWithItsToken() {
		Coordinator one = leader("mem ber");
		String token = this.probe.text("GET", LEADER.get(0));
		assertThat(this.probe.text("GET", LEADER.get(1))).isEqualTo(token);
		assertThat(this.probe.text("GET", "_tooz_leader:g")).isEqualTo(token + " mem ber");
		assertThat(one.getLeader("g")).contains(new Leader("mem ber"));
		this.probe.command("PEXPIRE", "_tooz_leader:g", "1500");
		one.heartbeat();
		assertThat((Long) this.probe.command("PTTL", "_tooz_leader:g")).isBetween(2000L, 4000L);
		one.standDownGroupLeader("g");
		assertThat(this.probe.command("EXISTS", "_tooz_leader:g")).isEqualTo(0L);
		assertThat(one.getLeader("g")).isEmpty();
	}

	@Test
	void aPythonLeaderHasNoId() {
		Coordinator one = leader("one");
		for (String key : LEADER) {
			this.probe.command("DEL", LEADER.toArray());
			this.probe.command("SET", key, "0d7be7a2e6a311f1b1a6fc0000000001", "PX", "60000");
			assertThat(one.getLeader("g")).contains(Leader.UNKNOWN);
		}
		this.probe.command("DEL", "_tooz_leader:g");
		assertThat(one.getLeader("g")).contains(Leader.UNKNOWN);
		assertThat(leader("two").isLeader("g")).isFalse();
	}

	@Test
	void namespacesHaveSeparateLocks() {
		DistributedLock lock = started(this.server.url("timeout=4&namespace=other"), "one").getLock("l");
		lock.acquire();
		assertThat(
				this.probe.text("EXISTS", "other_l_lock", "b'other'_b'l'_lock", "b'other'_l_lock", "other_fencing:l"))
			.isEqualTo("4");
		assertThat(coordinator("two").getLock("l").acquire(false)).isTrue();
	}

	@Test
	void theErrorNamesALocksKeyOfTheWrongType() {
		this.probe.command("HSET", "_tooz_l_lock", "a", "hash");
		DistributedLock lock = coordinator("one").getLock("l");
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> lock.acquire(false))
			.withMessageContaining("'_tooz_l_lock'");
	}

	@Test
	void theErrorNamesTheKeysOfOlderVersionsToPermit() {
		this.probe.command("ACL", "SETUSER", "svc", "on", ">pass", "~_tooz*", "&*", "+@all");
		String url = this.server.url("timeout=4").replace("//", "//svc:pass@");
		DistributedLock lock = started(url, "one").getLock("l");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> lock.acquire(false))
			.withMessageContainingAll("NOPERM", "~b'_tooz'_*");
		this.probe.command("ACL", "SETUSER", "svc", "~b'_tooz'_*");
		assertThat(lock.acquire(false)).isTrue();
		assertThat(lock.release()).isTrue();
		this.probe.command("ACL", "DELUSER", "svc");
	}

	@ParameterizedTest
	@ValueSource(strings = { "group:g", "beats:m", "holder:m", "leader:g", "fencing:l" })
	void namesWhoseKeyCouldBeOfAnotherRecordAreRefused(String name) {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLock(name));
	}

}
