package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.interop.PythonMember;
import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupEvent;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With a user and a password, only that user can access the nodes that this library
 * creates.
 */
class ZooKeeperAclTests extends ZooKeeperFixture {

	private static final String LOGIN = "app:pa55-w0rd";

	private String guarded(String login) {
		return this.server.url("timeout=20&namespace=deep/down").replace("://", "://" + login + "@");
	}

	@Test
	void eachNodeHasTheAclOfItsUser() throws Exception {
		Coordinator one = coordinator(guarded(LOGIN), "one");
		one.joinGroupCreate(this.group, Map.of("v", 1L));
		DistributedLock lock = one.getLock("name");
		assertThat(lock.acquire(false)).isTrue();
		one.watchElectedAsLeader(this.group, (elected) -> {
		});
		one.runElectCoordinator();
		List<ACL> own = List
			.of(new ACL(ZooDefs.Perms.ALL, new Id("digest", DigestAuthenticationProvider.generateDigest(LOGIN))));
		try (ZooKeeper operator = this.server.client()) {
			List<String> nodes = ZKUtil.listSubTreeBFS(operator, "/deep");
			assertThat(nodes).hasSizeGreaterThan(8).contains("/deep/down/" + this.group + "/one");
			for (String node : nodes) {
				assertThat(operator.getACL(node, new Stat())).as(node).isEqualTo(own);
			}
		}
	}

	@Test
	void groupsThatAreDeniedDoNotAffectTheWatchersOfOthers() throws Exception {
		Coordinator one = coordinator(guarded(LOGIN), "one");
		List<GroupEvent> events = new ArrayList<>();
		for (String name : List.of("denied1", "denied2", "denied3", this.group, "denied4", "denied5")) {
			one.createGroup(name);
			one.watchJoinGroup(name, events::add);
		}
		one.joinGroup(this.group, null);
		try (ZooKeeper operator = this.server.client()) {
			for (int i = 1; i <= 5; i++) {
				operator.setACL("/deep/down/denied" + i, ZooDefs.Ids.CREATOR_ALL_ACL, -1);
			}
		}
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(one::runWatchers);
		assertThat(events).containsExactly(new GroupEvent.MemberJoinedGroup(this.group, "one"));
	}

	@Test
	void pythonJoinsWithTheSameCredentials() {
		Coordinator one = coordinator(guarded(LOGIN), "one");
		one.joinGroupCreate(this.group, Map.of("v", 1L));
		PythonMember python = closedLater(new PythonMember(guarded(LOGIN), "python"));
		python.call("start");
		assertThat(python.members(this.group)).containsExactly("one");
		python.callOn("join_group", this.group);
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("one", "python");
		assertThat(one.getMemberCapabilities(this.group, "python")).isNotNull();
	}

	@Test
	void withOtherCredentialsTheErrorSaysWhy() {
		coordinator(guarded(LOGIN), "one").joinGroupCreate(this.group, Map.of());
		Coordinator other = closedLater(Coordinators.get(guarded("app:wr0ng"), "other"));
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(other::start)
			.withMessageContaining("other credentials")
			.withMessageNotContaining("wr0ng");
	}

}
