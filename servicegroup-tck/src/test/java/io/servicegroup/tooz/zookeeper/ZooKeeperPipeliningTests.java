package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Coordinator;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads take a constant number of round trips: a proxy passes no answer before all the
 * requests have arrived, so that a client that waits for an answer in between times out.
 */
class ZooKeeperPipeliningTests extends ZooKeeperFixture {

	private static final int MEMBERS = 1000;

	private ZooKeeperProxy proxy;

	private Coordinator one;

	@BeforeEach
	void join() {
		this.proxy = closedLater(new ZooKeeperProxy(this.server.port()));
		this.one = coordinator("zookeeper://127.0.0.1:" + this.proxy.port() + "?timeout=10", "one");
		this.one.joinGroupCreate(this.group, Map.of("v", 1L));
	}

	@Test
	void aThousandMembersAreRequestedAtOnce() throws Exception {
		byte[] capabilities = Capabilities.encode(Map.of("weight", 1));
		List<Op> creations = new ArrayList<>();
		for (int i = 1; i < MEMBERS; i++) {
			creations.add(Op.create("/tooz/" + this.group + "/m" + i, capabilities, ZooDefs.Ids.OPEN_ACL_UNSAFE,
					CreateMode.EPHEMERAL));
		}
		raw().multi(creations);
		// Finds out the sizes.
		this.one.getMembersWithCapabilities(this.group);
		this.proxy.holdAnswersUntil(2, ZooKeeperProxy.MULTI_READ);
		Map<String, Coordinator.MemberInfo> members = this.one.getMembersWithCapabilities(this.group);
		assertThat(this.proxy.isReleased()).isTrue();
		assertThat(members).hasSize(MEMBERS);
		assertThat(members.get("one").capabilities()).isEqualTo(Map.of("v", 1L));
		assertThat(members.get("m999").capabilities()).isEqualTo(Map.of("weight", 1L));
	}

	@Test
	void aHeartbeatRequestsAllGroupsAtOnce() {
		for (int i = 1; i < 20; i++) {
			this.one.joinGroupCreate(this.group + "-" + i, (i < 10) ? null : "large".repeat(20_000));
		}
		// Those with little data are one request.
		this.proxy.holdAnswersUntil(10, ZooKeeperProxy.EXISTS);
		this.one.heartbeat();
		assertThat(this.proxy.isReleased()).isTrue();
	}

}
