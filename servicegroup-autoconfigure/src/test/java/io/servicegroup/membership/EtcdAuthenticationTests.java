package io.servicegroup.membership;

import java.util.Map;

import io.servicegroup.tck.servers.EtcdProbe;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An etcd with a user that has only the rights that docs/operators.md lists.
 */
class EtcdAuthenticationTests extends AuthenticationContract {

	@Override
	protected StoreServer createServer() {
		EtcdServer etcd = new EtcdServer();
		EtcdProbe probe = etcd.probe();
		probe.call("auth/user/add", Map.of("name", "app", "password", "other"));
		probe.call("auth/user/add", Map.of("name", "unprivileged", "password", PASSWORD));
		probe.call("auth/role/add", Map.of("name", "servicegroup"));
		grant(probe, "tooz/", "tooz0");
		grant(probe, "/tooz/", "/tooz0");
		probe.call("auth/user/grant", Map.of("user", "app", "role", "servicegroup"));
		probe.enableAuthentication("r00t");
		return etcd;
	}

	private static void grant(EtcdProbe probe, String from, String behind) {
		probe.call("auth/role/grant", Map.of("name", "servicegroup", "perm",
				Map.of("permType", "READWRITE", "key", from.getBytes(), "range_end", behind.getBytes())));
	}

	private EtcdServer etcd() {
		return (EtcdServer) this.server;
	}

	private String url(String user) {
		return "etcd3+http://" + user + ":" + PASSWORD + "@127.0.0.1:" + etcd().port() + "?timeout="
				+ TIMEOUT.toSeconds();
	}

	@Override
	protected String guardedUrl() {
		return url("app");
	}

	@Override
	protected String reason() {
		return "Check user and password in the URL";
	}

	@Override
	protected void correctPassword() {
		etcd().probe().call("auth/user/changepw", Map.of("name", "app", "password", PASSWORD));
	}

	@Override
	protected void resetPassword() {
		etcd().probe().call("auth/user/changepw", Map.of("name", "app", "password", "other"));
	}

	@Test
	void theDocumentedRightsAreSufficient() throws Exception {
		correctPassword();
		Coordinator one = opened(Coordinators.get(guardedUrl(), "one"));
		one.joinGroupCreate(this.group, Map.of("v", 1L));
		one.watch(this.group, () -> {
		}).close();
		one.heartbeat();
		assertThat(one.getGroups()).containsExactly(this.group);
		assertThat(one.getMembersWithCapabilities(this.group)).containsOnlyKeys("one");
		one.runElectCoordinator();
		assertThat(one.getLeader(this.group)).isEmpty();
		one.watchElectedAsLeader(this.group, (event) -> {
		});
		one.runElectCoordinator();
		assertThat(one.isLeader(this.group)).isTrue();
		assertThat(one.getLock("name").acquire(false)).isTrue();
		one.heartbeat();
		one.standDownGroupLeader(this.group);
		one.leaveGroup(this.group);
		one.deleteGroup(this.group);
	}

	@Test
	void aTokenThatTheServerHasForgottenIsRenewed() {
		correctPassword();
		Coordinator one = opened(Coordinators.get(guardedUrl(), "one"));
		one.joinGroupCreate(this.group, null);
		etcd().stop();
		etcd().restart();
		within(RECOVERY).until(() -> succeeds(one::heartbeat));
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void aDeniedGroupAndADeniedLockAffectNoOthers() {
		correctPassword();
		Coordinator one = opened(Coordinators.get(guardedUrl(), "one"));
		one.joinGroupCreate(this.group, null);
		one.joinGroupCreate("z", null);
		DistributedLock lock = one.getLock("a");
		assertThat(lock.acquire(false)).isTrue();
		DistributedLock denied = one.getLock("z");
		assertThat(denied.acquire(false)).isTrue();
		EtcdProbe probe = etcd().probe();
		revoke(probe, "tooz/", "tooz0");
		revoke(probe, "/tooz/", "/tooz0");
		grant(probe, "tooz/", "tooz/groups/z");
		grant(probe, "/tooz/", "/tooz/locksz");
		try {
			probe.call("kv/deleterange", Map.of("key", ("tooz/groups/" + this.group + "/one").getBytes()));
			within(TIMEOUT.multipliedBy(2)).during(TIMEOUT)
				.untilAsserted(() -> assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(one::heartbeat)
					.withMessageContaining("permission denied"));
			assertThat(one.getMembers(this.group)).containsExactly("one");
			assertThat(lock.isStillOwner()).isTrue();
			assertThat(denied.isAcquired()).isFalse();
			one.close();
			assertThat(probe.get("tooz/groups/" + this.group + "/one")).isNull();
			assertThat(probe.get("/tooz/locksa")).isNull();
		}
		finally {
			revoke(probe, "tooz/", "tooz/groups/z");
			revoke(probe, "/tooz/", "/tooz/locksz");
			grant(probe, "tooz/", "tooz0");
			grant(probe, "/tooz/", "/tooz0");
		}
	}

	private static void revoke(EtcdProbe probe, String from, String behind) {
		probe.call("auth/role/revoke",
				Map.of("role", "servicegroup", "key", from.getBytes(), "range_end", behind.getBytes()));
	}

	@Test
	void aUserWithoutRightsIsReported() {
		Coordinator one = opened(Coordinators.get(url("unprivileged"), "one"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
			.withMessageContaining("permission denied")
			.withMessageContaining("tooz/");
	}

	@Test
	void aUrlWithoutAUserIsReported() {
		Coordinator one = opened(Coordinators.get(this.server.url("timeout=4"), "one"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
			.withMessageContaining("Check user and password in the URL");
	}

}
