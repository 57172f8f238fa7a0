package io.servicegroup.tooz.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tck.servers.Threads;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The handling of leases and keys that others have changed.
 */
class EtcdStoreTests extends EtcdFixture {

	private String key(String member) {
		return "tooz/groups/" + this.group + "/" + member;
	}

	private long lease(String key) {
		return probe().get(key).get("lease").asLong();
	}

	@Test
	void aHeartbeatRestoresAMemberWhoseLeaseIsGone() {
		Coordinator one = joined("one", Map.of("v", 1L));
		one.joinGroupCreate(this.group + "-b", null);
		long lease = lease(key("one"));
		probe().revoke(lease);
		assertThat(one.getMembers(this.group)).isEmpty();
		one.heartbeat();
		assertThat(one.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 1L));
		assertThat(lease(key("one"))).isNotEqualTo(lease);
		assertThat(probe().leases()).isEqualTo(1);
	}

	@Test
	void joiningAnotherGroupRenewsTheLease() {
		Coordinator one = joined("one", null);
		long lease = lease(key("one"));
		long granted = probe().granted(lease);
		within(TIMEOUT).until(() -> probe().left(lease) <= granted - 2);
		one.joinGroupCreate(this.group + "-b", null);
		assertThat(probe().left(lease)).isGreaterThanOrEqualTo(granted - 1);
	}

	@Test
	void anUpdateRestoresAMemberWhoseLeaseIsGone() {
		Coordinator one = joined("one", Map.of("v", 1L));
		probe().revoke(lease(key("one")));
		one.updateCapabilities(this.group, Map.of("v", 2L));
		assertThat(one.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void aHeartbeatTakesACallAndRestoresCapabilitiesAndALostGroup() {
		Coordinator one = joined("one", Map.of("v", 1L));
		one.joinGroupCreate(this.group + "-b", null);
		int before = probe().calls();
		one.heartbeat();
		assertThat(probe().calls() - before).as("with the renewal in an open stream").isEqualTo(1);
		probe().overwrite(key("one"), new byte[] { 5 });
		probe().call("kv/deleterange", Map.of("key", key("").getBytes()));
		one.heartbeat();
		assertThat(one.getMembersWithCapabilities(this.group).get("one").capabilities()).isEqualTo(Map.of("v", 1L));
		before = probe().calls();
		one.getMembersWithCapabilities(this.group);
		assertThat(probe().calls() - before).isEqualTo(1);
	}

	/** A heartbeat that has read the entries lets the next ones compare revisions. */
	@Test
	void aHeartbeatFindsEachChangeOfItsEntry() {
		Coordinator one = joined("one", Map.of("v", 1L));
		Runnable rewrite = () -> probe().overwrite(key("one"), probe().value(key("one")));
		for (Runnable change : List.<Runnable>of(() -> probe().overwrite(key("one"), new byte[] { 5 }), rewrite,
				() -> probe().call("kv/deleterange", Map.of("key", key("one").getBytes())),
				() -> probe().call("kv/deleterange", Map.of("key", key("").getBytes())),
				() -> probe().revoke(lease(key("one"))), this.server::wipe)) {
			for (int i = 0; i < 2; i++) {
				one.heartbeat();
			}
			change.run();
			one.heartbeat();
			assertThat(one.getMembersWithCapabilities(this.group).get("one").capabilities()).isEqualTo(Map.of("v", 1L));
			one.heartbeat();
			int before = probe().calls();
			one.heartbeat();
			assertThat(probe().calls() - before).isEqualTo(1);
		}
	}

	@Test
	void theCallsOfAHeartbeatTakeOneRoundTripTogether() {
		TcpProxy proxy = opened(new TcpProxy(((EtcdServer) this.server).port()));
		Coordinator one = started(proxy.url(this.server.url("timeout=60")), "one");
		one.joinGroupCreate(this.group, null);
		one.heartbeat();
		proxy.delay(Duration.ofMillis(1000));
		long begun = System.nanoTime();
		one.heartbeat();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(1000),
				Duration.ofMillis(1900));
	}

	/** The entry may still be there when it is read, and be gone afterwards. */
	@Test
	void anEntryWhoseLeaseIsNotFoundIsWrittenAgain() {
		Coordinator one = longLived("one");
		one.joinGroupCreate(this.group, null);
		for (int i = 0; i < 20; i++) {
			long lease = lease(key("one"));
			CompletableFuture<Void> revoked = CompletableFuture.runAsync(() -> probe().revoke(lease),
					(task) -> new Thread(task).start());
			one.heartbeat();
			revoked.join();
			one.heartbeat();
			assertThat(one.getMembers(this.group)).containsExactly("one");
		}
	}

	@Test
	void aHeartbeatWorksForMoreGroupsThanATransactionAllows() {
		Coordinator one = longLived("one");
		one.joinGroupCreate(this.group, null);
		for (int i = 0; i < 130; i++) {
			one.joinGroupCreate(this.group + "-" + i, null);
		}
		one.heartbeat();
		one.heartbeat();
		this.server.wipe();
		one.heartbeat();
		assertThat(one.getGroups()).hasSize(131);
		assertThat(one.getMembers(this.group + "-129")).containsExactly("one");
	}

	@Test
	void joiningReplacesAnEntryWithoutALease() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		probe().put(key("one"), new byte[] { 5 }, 0);
		one.joinGroup(this.group, null);
		one.heartbeat();
		assertThat(lease(key("one"))).isPositive();
	}

	@Test
	void anotherProcessThatHoldsTheMemberIdIsReported() {
		Coordinator one = joined("one", null);
		long lease = probe().grant(60);
		probe().put(key("one"), new byte[] { 5 }, lease);
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(one::heartbeat);
		assertThat(probe().value(key("one"))).containsExactly(5);
		probe().revoke(lease);
		one.heartbeat();
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void joiningAndDeletingAGroupExcludeEachOther() {
		Coordinator one = coordinator("one");
		Coordinator two = longLived("two");
		AtomicInteger lost = new AtomicInteger();
		for (int i = 0; i < 50; i++) {
			one.createGroup(this.group);
			CompletableFuture<Void> joining = CompletableFuture.runAsync(() -> {
				try {
					two.joinGroup(this.group, null);
				}
				catch (GroupNotFoundException ex) {
					lost.incrementAndGet();
				}
			});
			boolean deleted = deletes(() -> one.deleteGroup(this.group));
			joining.join();
			assertThat(probe().get(key("two")) == null).isEqualTo(deleted);
			if (!deleted) {
				two.leaveGroup(this.group);
				one.deleteGroup(this.group);
			}
		}
	}

	private static boolean deletes(Runnable deletion) {
		try {
			deletion.run();
			return true;
		}
		catch (GroupNotEmptyException ex) {
			return false;
		}
	}

	@Test
	void aLockWhoseLeaseIsGoneIsLostAndCanBeAcquired() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock("name");
		lock.acquire();
		probe().revoke(lease("/tooz/locksname"));
		DistributedLock two = coordinator("two").getLock("name");
		assertThat(two.acquire(false)).isTrue();
		one.heartbeat();
		assertThat(lock.isAcquired()).isFalse();
		assertThat(lock.release()).isFalse();
		assertThat(two.isStillOwner()).isTrue();
	}

	@Test
	void idsThatAreNotUtf8AreListed() {
		Coordinator one = joined("one", null);
		for (byte[] last : List.of(new byte[] { (byte) 0x80 }, new byte[] { (byte) 0x81 })) {
			for (String prefix : List.of(key(""), "tooz/groups/")) {
				ByteArrayOutputStream key = new ByteArrayOutputStream();
				key.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
				key.writeBytes(last);
				key.writeBytes(prefix.equals(key("")) ? new byte[0] : new byte[] { '/' });
				probe().call("kv/put", Map.of("key", key.toByteArray(), "value", StoreServer.WEIGHT_1));
			}
		}
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("one", "\\x80", "\\x81");
		assertThat(one.getGroups()).containsExactlyInAnyOrder(this.group, "\\x80", "\\x81");
		for (String id : List.of("a\ud800", "a\udc80b")) {
			assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.createGroup(id))
				.withMessageContaining("surrogate");
		}
	}

	@Test
	void anErrorContainsTheMessageOfEtcd() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> one.joinGroup(this.group, Map.of("much", "x".repeat(2_000_000))))
			.withMessageContaining("etcd at 127.0.0.1:")
			.withMessageContaining("too large");
	}

	@Test
	void anUnreachableServerIsReported() {
		Coordinator unreachable = opened(Coordinators.get("etcd3+http://127.0.0.1:1", "one"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(unreachable::start)
			.withMessageContaining("etcd at 127.0.0.1:1 cannot be reached: ");
		Coordinator unresolved = opened(Coordinators.get("etcd3+http://no-such-host.invalid", "one"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(unresolved::start)
			.withMessageContaining("no-such-host.invalid:2379");
	}

	@Test
	void stoppedCoordinatorsLeaveNoThreads() {
		for (int i = 0; i < 20; i++) {
			Coordinator one = coordinator("m" + i);
			one.joinGroupCreate(this.group, null);
			one.watch(this.group, () -> {
			});
			one.stop();
		}
		within(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return Threads.named("(HttpClient|servicegroup-etcd).*").size() <= 3;
		});
		within(BOUND).until(() -> probe().watchers() == 0);
	}

}
