package io.servicegroup.tooz.etcd;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The keys, values and leases in etcd.
 */
class EtcdFormatTests extends EtcdFixture {

	private long lease(String key) {
		return probe().get(key).path("lease").asLong(0);
	}

	@Test
	void aGroupIsAKeyAndAMemberExpiresWithItsLease() {
		Coordinator one = joined("one", Map.of("weight", 1L));
		String key = "tooz/groups/" + this.group + "/";
		assertThat(probe().keys()).containsExactly(key, key + "one");
		assertThat(probe().value(key)).asString().isEqualTo(key);
		assertThat(lease(key)).isZero();
		assertThat(probe().value(key + "one")).isEqualTo(StoreServer.WEIGHT_1);
		assertThat(probe().granted(lease(key + "one"))).isEqualTo(TIMEOUT.toSeconds());
		one.joinGroupCreate(this.group + "-b", null);
		assertThat(lease("tooz/groups/" + this.group + "-b/one")).isEqualTo(lease(key + "one"));
		one.updateCapabilities(this.group, null);
		assertThat(probe().value(key + "one")).containsExactly(0xc0);
		one.stop();
		assertThat(probe().keys()).containsExactly("tooz/groups/" + this.group + "-b/", key);
		assertThat(probe().leases()).isZero();
	}

	@Test
	void aLockIsAUuidWithALeaseOfItsOwn() {
		Coordinator one = started(bareUrl() + "?timeout=9&membership_timeout=8&lock_timeout=7", "one");
		one.joinGroupCreate(this.group, null);
		DistributedLock lock = one.getLock("name");
		lock.acquire();
		assertThat(probe().value("/tooz/locksname")).hasSize(16);
		assertThat(probe().granted(lease("/tooz/locksname"))).isEqualTo(7);
		assertThat(probe().granted(lease("tooz/groups/" + this.group + "/one"))).isEqualTo(8);
		assertThat(lock.fencingToken())
			.hasValue(epoch() + probe().get("/tooz/locksname").get("create_revision").asLong());
		assertThat(one.membershipTimeout()).isEqualTo(Duration.ofSeconds(8));
		assertThat(one.shortestTimeout()).isEqualTo(Duration.ofSeconds(7));
		lock.release();
		assertThat(probe().get("/tooz/locksname")).isNull();
		// That of the lock is kept for a second.
		within(BOUND).until(() -> probe().leases() == 1);
	}

	@Test
	void aLeaderWritesItsIdToTheKeyOfItsGroup() {
		Coordinator one = coordinator("grün");
		one.watchElectedAsLeader(this.group, (event) -> {
		});
		one.runElectCoordinator();
		assertThat(probe().value("/tooz/leaders/" + this.group)).asString().isEqualTo("grün");
		one.stop();
		assertThat(probe().keys()).containsExactly("/tooz/epoch");
		assertThat(probe().leases()).isZero();
	}

	private long epoch() {
		return Long.parseLong(new String(probe().value("/tooz/epoch"), StandardCharsets.US_ASCII));
	}

	@Test
	void anUnreadableEpochIsRefusedAndNoLockIsTaken() {
		DistributedLock lock = coordinator("one").getLock("name");
		lock.acquire();
		lock.release();
		probe().overwrite("/tooz/epoch", "broken".getBytes(StandardCharsets.US_ASCII));
		assertThatExceptionOfType(SerializationException.class).isThrownBy(lock::acquire)
			.withMessageContaining("/tooz/epoch");
		assertThat(probe().get("/tooz/locksname")).isNull();
	}

	@Test
	void aWaitingContenderHasNoLeaseAndWritesNothing() {
		DistributedLock held = coordinator("one").getLock("name");
		held.acquire();
		DistributedLock waiting = coordinator("two").getLock("name");
		long revision = probe().get("/tooz/locksname").get("mod_revision").asLong();
		assertThat(waiting.acquire(Duration.ofMillis(500))).isFalse();
		assertThat(probe().leases()).isEqualTo(1);
		held.release();
		assertThat(waiting.acquire(false)).isTrue();
		assertThat(waiting.fencingToken()).hasValue(epoch() + revision + 2);
		within(BOUND).until(() -> probe().leases() == 1);
		assertThat(waiting.isStillOwner()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?api_version=v3", "?api_version=v3beta" })
	void theApiVersionsOfTheServerWork(String query) {
		Coordinator one = started(bareUrl() + query, "one");
		one.joinGroupCreate(this.group, null);
		one.heartbeat();
		one.getLock("name").acquire();
		assertThat(one.membershipTimeout()).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void theMembershipTimeoutIsTheGrantedOne() {
		Coordinator one = started(bareUrl() + "?timeout=1", "one");
		one.joinGroupCreate(this.group, null);
		assertThat(one.membershipTimeout())
			.isEqualTo(Duration.ofSeconds(probe().granted(lease("tooz/groups/" + this.group + "/one"))));
	}

}
