package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The raw nodes, byte for byte.
 */
class ZooKeeperWireFormatTests extends ZooKeeperFixture {

	private static final byte[] ROLE_API = { (byte) 0x81, (byte) 0xa4, 'r', 'o', 'l', 'e', (byte) 0xa3, 'a', 'p', 'i' };

	/** The result of kazoo's make_digest_acl("scott", "tiger", all=True). */
	private static final ACL DIGEST = new ACL(Perms.ALL, new Id("digest", "scott:cAoDZ609duR5dr7zG1X1AFy2t8Q="));

	@Test
	void aGroupIsAPersistentNodeAndAMemberAnEphemeralOne() throws Exception {
		joined("one", Map.of("role", "api"));
		Stat groupNode = new Stat();
		assertThat(raw().getData("/tooz/" + this.group, false, groupNode)).isEmpty();
		assertThat(groupNode.getEphemeralOwner()).isZero();
		Stat memberNode = new Stat();
		assertThat(raw().getData("/tooz/" + this.group + "/one", false, memberNode)).isEqualTo(ROLE_API);
		assertThat(memberNode.getEphemeralOwner()).isNotZero();
		assertThat(raw().getChildren("/tooz/" + this.group, false)).containsExactly("one");
		for (String path : List.of("/tooz", "/tooz/" + this.group, "/tooz/" + this.group + "/one")) {
			assertThat(raw().getACL(path, null)).isEqualTo(ZooDefs.Ids.OPEN_ACL_UNSAFE);
		}
	}

	@Test
	void aMemberWithoutCapabilitiesContainsNil() throws Exception {
		joined("one", null);
		assertThat(raw().getData("/tooz/" + this.group + "/one", false, null)).containsExactly(0xc0);
	}

	@Test
	void updatedAtIsTheNodesLastModification() {
		Coordinator one = joined("one", 1);
		one.updateCapabilities(this.group, 2);
		assertThat(one.getMembersWithCapabilities(this.group).get("one").updatedAt().toEpochMilli())
			.isEqualTo(stat("/tooz/" + this.group + "/one").getMtime());
	}

	@Test
	void theNamespaceCanBeSet() {
		Coordinator one = coordinator(url() + "&namespace=a/b", "one");
		one.joinGroupCreate(this.group, null);
		assertThat(stat("/a/b/" + this.group + "/one")).isNotNull();
		this.server.wipe();
		one.heartbeat();
		assertThat(stat("/a/b/" + this.group + "/one")).isNotNull();
		assertThat(stat("/tooz")).isNull();
	}

	@Test
	void locksAreNotAGroupAndTheLeaderNodeIsNotAMember() throws Exception {
		Coordinator one = joined("one", null);
		raw().create("/tooz/locks", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		raw().create("/tooz/" + this.group + "/leader", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE,
				CreateMode.PERSISTENT);
		assertThat(one.getGroups()).containsExactly(this.group);
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void withCredentialsEveryNodeHasTheirAcl() throws Exception {
		Coordinator one = coordinator(withLogin("scott:tiger"), "one");
		one.joinGroupCreate(this.group, Map.of("role", "api"));
		for (String path : List.of("/tooz", "/tooz/" + this.group, "/tooz/" + this.group + "/one")) {
			assertThat(raw().getACL(path, null)).containsExactly(DIGEST);
		}
		this.server.wipe();
		one.heartbeat();
		assertThat(raw().getACL("/tooz/" + this.group + "/one", null)).containsExactly(DIGEST);
		Coordinator two = coordinator(withLogin("scott:tiger"), "two");
		assertThat(two.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("role", "api"));
	}

	@Test
	void aWrongPasswordIsReportedButNotShown() {
		coordinator(withLogin("scott:tiger"), "one").joinGroupCreate(this.group, null);
		Coordinator wrong = closedLater(Coordinators.get(withLogin("scott:opensesame"), "two"));
		for (Runnable call : List.<Runnable>of(wrong::start, () -> wrong.joinGroupCreate(this.group, null),
				() -> wrong.createGroup("other"), () -> wrong.getMembers(this.group), wrong::getGroups)) {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(call::run)
				.withMessageContaining("/tooz")
				.withMessageContaining("user and password")
				.satisfies((ex) -> assertThat(ex.toString() + ex.getCause()).doesNotContain("opensesame"));
		}
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> coordinator("anonymous"));
	}

	@Test
	void aMemberWithOtherCredentialsDoesNotHideOthers() throws Exception {
		Coordinator one = joined("one", null);
		raw().create("/tooz/" + this.group + "/secretive", ROLE_API, new ArrayList<>(List.of(DIGEST)),
				CreateMode.PERSISTENT);
		assertThat(one.getMembersWithCapabilities(this.group)).containsOnlyKeys("one");
		// As in Python, which lists the names of the nodes.
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("one", "secretive");
	}

	@Test
	void capabilitiesThatAreTooLargeAreRefusedAndTheSessionContinues() {
		Coordinator one = joined("one", null);
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> one.updateCapabilities(this.group, new byte[1_100_000]))
			.withMessageContaining("the limit is 1000000 bytes");
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void ifNoHostAnswersTheErrorNamesAll() {
		Coordinator one = closedLater(
				Coordinators.get("kazoo://scott:tiger@127.0.0.1:1?hosts=127.0.0.1:2,127.0.0.1:3&timeout=1", "one"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
			.withMessageContaining("127.0.0.1:1,127.0.0.1:2,127.0.0.1:3")
			.withMessageNotContaining("tiger");
	}

	private String withLogin(String login) {
		return url().replace("://", "://" + login + "@");
	}

}
