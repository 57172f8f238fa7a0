package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.common.ZKConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Reads of many nodes take few requests, counted by a proxy.
 */
class ZooKeeperBulkReadTests extends ZooKeeperFixture {

	private static final int MEMBERS = 1000;

	private static final byte[] CAPABILITIES = Capabilities.encode(Map.of("weight", 1));

	private ZooKeeperProxy proxy;

	private ZooKeeperBackend backend;

	@BeforeEach
	void connect() {
		this.proxy = closedLater(new ZooKeeperProxy(this.server.port()));
		this.backend = backend();
		this.backend.createGroup(this.group);
	}

	private ZooKeeperBackend backend() {
		return backend(this.proxy.url(), "one");
	}

	private void addMembers(int count, byte[] data) throws Exception {
		List<Op> creations = new ArrayList<>();
		IntStream.range(0, count)
			.forEach((i) -> creations.add(Op.create("/tooz/" + this.group + "/m" + i, data, ZooDefs.Ids.OPEN_ACL_UNSAFE,
					CreateMode.PERSISTENT)));
		raw().multi(creations);
	}

	@Test
	void aThousandMembersAreReadInFewRequests() throws Exception {
		addMembers(MEMBERS, CAPABILITIES);
		this.proxy.resetCounts();
		assertThat(this.backend.members(this.group)).hasSize(MEMBERS);
		// The first reading finds out the size of records.
		assertThat(this.proxy.requests())
			.isEqualTo(Map.of(ZooKeeperProxy.GET_CHILDREN, 1, ZooKeeperProxy.MULTI_READ, 3));
		this.proxy.resetCounts();
		Map<String, StoredMember> members = this.backend.members(this.group);
		assertThat(this.proxy.requests())
			.isEqualTo(Map.of(ZooKeeperProxy.GET_CHILDREN, 1, ZooKeeperProxy.MULTI_READ, 2));
		assertThat(this.proxy.bytes()).isLessThan(MEMBERS * 170);
		assertThat(members).hasSize(MEMBERS);
		assertThat(members.get("m7").capabilities()).isEqualTo(CAPABILITIES);
	}

	@Test
	void idsAreReadWithoutRecords() throws Exception {
		addMembers(MEMBERS, CAPABILITIES);
		raw().create("/tooz/" + this.group + "/leader", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE,
				CreateMode.PERSISTENT);
		this.proxy.resetCounts();
		assertThat(this.backend.memberIds(this.group)).hasSize(MEMBERS).contains("m999").doesNotContain("leader");
		assertThat(this.proxy.requests()).isEqualTo(Map.of(ZooKeeperProxy.GET_CHILDREN, 1));
	}

	@Test
	void nodesThatAreMissingOrDeniedDoNotHideOthers() throws Exception {
		addMembers(100, CAPABILITIES);
		raw().setACL("/tooz/" + this.group + "/m5", ZooDefs.Ids.CREATOR_ALL_ACL, -1);
		raw().setACL("/tooz/" + this.group + "/m0", ZooDefs.Ids.CREATOR_ALL_ACL, -1);
		assertThat(this.backend.members(this.group)).hasSize(98).containsKeys("m1", "m99").doesNotContainKey("m5");
		assertThat(this.backend.memberIds(this.group)).hasSize(100);
		BulkReader reader = new BulkReader();
		Map<String, SessionCalls.Reply> replies = this.backend.connection
			.call((session) -> reader.read(session, "/tooz/" + this.group, List.of("m5", "absent", "m1", "none")));
		assertThat(replies).hasSize(4);
		assertThat(replies.get("m1").node().data()).isEqualTo(CAPABILITIES);
		assertThat(replies.get("absent").node()).isNull();
		assertThat(replies.get("m5").node()).isNull();
	}

	@Test
	void aFewLargeRecordsDoNotMakeTheReadingOfOthersSlow() throws Exception {
		addMembers(MEMBERS, CAPABILITIES);
		List<String> first = raw().getChildren("/tooz/" + this.group, false).subList(0, 3);
		for (String name : first) {
			raw().setData("/tooz/" + this.group + "/" + name, new byte[200_000], -1);
		}
		// These are among the first, by which it estimates the sizes of others.
		assertThat(this.backend.members(this.group)).hasSize(MEMBERS);
		this.proxy.resetCounts();
		assertThat(this.backend.members(this.group)).hasSize(MEMBERS);
		assertThat(this.proxy.requests()).containsEntry(ZooKeeperProxy.GET_DATA, 3);
		assertThat(this.proxy.requests().get(ZooKeeperProxy.MULTI_READ)).isLessThanOrEqualTo(4);
		for (String name : first) {
			raw().setData("/tooz/" + this.group + "/" + name, CAPABILITIES, -1);
		}
		this.backend.members(this.group);
		this.proxy.resetCounts();
		assertThat(this.backend.members(this.group)).hasSize(MEMBERS);
		assertThat(this.proxy.requests()).containsEntry(ZooKeeperProxy.MULTI_READ, 2);
	}

	@Test
	void aSlowNetworkReceivesLargeRecords() throws Exception {
		try (TcpProxy slow = new TcpProxy(this.server.port())) {
			ZooKeeperBackend observer = backend("zookeeper://127.0.0.1:" + slow.port() + "?timeout=4", "observer");
			for (int i = 0; i < 8; i++) {
				raw().create("/tooz/" + this.group + "/m" + i, new byte[200_000], ZooDefs.Ids.OPEN_ACL_UNSAFE,
						CreateMode.PERSISTENT);
			}
			slow.throttleAnswers(400_000);
			await().atMost(Duration.ofSeconds(60))
				.ignoreExceptionsInstanceOf(CoordinationException.class)
				.until(() -> observer.members(this.group).size() == 8);
			assertThat(observer.members(this.group)).hasSize(8);
		}
	}

	@Test
	void largeRecordsDoNotBreakTheConnection() throws Exception {
		System.setProperty(ZKConfig.JUTE_MAXBUFFER, "1000000");
		try {
			ZooKeeperBackend limited = backend();
			addMembers(1, CAPABILITIES);
			for (int i = 1; i < 40; i++) {
				raw().create("/tooz/" + this.group + "/m" + i, new byte[200_000], ZooDefs.Ids.OPEN_ACL_UNSAFE,
						CreateMode.PERSISTENT);
			}
			// Known with larger sizes.
			raw().setData("/tooz/" + this.group + "/m0", new byte[200_000], -1);
			this.proxy.resetCounts();
			assertThat(limited.members(this.group)).hasSize(40);
			assertThat(limited.members(this.group).get("m39").capabilities()).hasSize(200_000);
			assertThat(this.proxy.connections()).isZero();
		}
		finally {
			System.clearProperty(ZKConfig.JUTE_MAXBUFFER);
		}
	}

	@Test
	void recordsThatBecomeTooLargeForOneAnswerAreReadOneByOne() throws Exception {
		System.setProperty(ZKConfig.JUTE_MAXBUFFER, "1000000");
		try {
			ZooKeeperBackend limited = backend();
			addMembers(40, CAPABILITIES);
			assertThat(limited.members(this.group)).hasSize(40);
			for (int i = 0; i < 10; i++) {
				raw().setData("/tooz/" + this.group + "/m" + i, new byte[200_000], -1);
			}
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> limited.members(this.group));
			// The client may not have noticed yet that it has closed the connection.
			await().ignoreExceptionsInstanceOf(StoreUnavailableException.class).untilAsserted(limited::connect);
			this.proxy.resetCounts();
			for (int i = 0; i < 3; i++) {
				assertThat(limited.members(this.group)).hasSize(40);
			}
			assertThat(this.proxy.connections()).isZero();
		}
		finally {
			System.clearProperty(ZKConfig.JUTE_MAXBUFFER);
		}
	}

	@Test
	void membersOfAnOldServerAreReadOneByOne() throws Exception {
		addMembers(100, CAPABILITIES);
		this.proxy.imitateOldServer();
		assertThat(this.backend.members(this.group)).hasSize(100);
		assertThat(this.proxy.requests()).containsEntry(ZooKeeperProxy.MULTI_READ, 1);
		this.proxy.resetCounts();
		assertThat(this.backend.members(this.group)).hasSize(100);
		assertThat(this.proxy.requests())
			.isEqualTo(Map.of(ZooKeeperProxy.GET_CHILDREN, 1, ZooKeeperProxy.GET_DATA, 100));
		assertThat(this.proxy.connections()).isZero();
	}

	@Test
	void aWatchIsTriedOnceWithAnOldServer() {
		this.proxy.imitateOldServer();
		Coordinator observer = coordinator(this.proxy.url(), "observer");
		this.proxy.resetCounts();
		closedLater(observer.watch(this.group, () -> {
		}));
		for (int i = 0; i < 100; i++) {
			awaitAnswer(observer);
		}
		assertThat(this.proxy.requests()).containsEntry(ZooKeeperProxy.ADD_WATCH, 1);
		assertThat(this.proxy.connections()).isLessThanOrEqualTo(1);
	}

	private void awaitAnswer(Coordinator coordinator) {
		await().ignoreExceptions().until(() -> coordinator.getGroups().contains(this.group));
	}

	@Test
	void aHeartbeatOfManyGroupsIsOneRequest() {
		Map<String, byte[]> memberships = new LinkedHashMap<>();
		for (int i = 0; i < 50; i++) {
			String name = this.group + "-" + i;
			this.backend.createGroup(name);
			this.backend.join(name, CAPABILITIES);
			memberships.put(name, CAPABILITIES);
		}
		this.proxy.resetCounts();
		assertThat(this.backend.beat(memberships)).isEmpty();
		assertThat(this.proxy.requests()).isEqualTo(Map.of(ZooKeeperProxy.MULTI_READ, 1));
		assertThat(this.proxy.bytes()).isLessThan(50 * 200);
		memberships.put("absent", CAPABILITIES);
		this.backend.evict(this.group + "-7");
		assertThat(this.backend.beat(memberships)).containsExactlyInAnyOrder(this.group + "-7", "absent");
	}

	@Test
	void aHeartbeatWithMuchDataReadsOnlyStates() {
		Map<String, byte[]> memberships = new LinkedHashMap<>();
		byte[] large = new byte[300_000];
		for (String name : List.of("a", "b", "c")) {
			this.backend.createGroup(name);
			this.backend.join(name, large);
			memberships.put(name, large);
		}
		this.proxy.resetCounts();
		assertThat(this.backend.beat(memberships)).isEmpty();
		assertThat(this.proxy.requests()).isEqualTo(Map.of(ZooKeeperProxy.EXISTS, 3));
	}

	@Test
	void aHeartbeatSucceedsWithAnOldServer() {
		Map<String, byte[]> memberships = Map.of(this.group, CAPABILITIES, "other", CAPABILITIES);
		this.backend.createGroup("other");
		memberships.forEach(this.backend::join);
		this.proxy.imitateOldServer();
		for (int i = 0; i < 3; i++) {
			assertThat(this.backend.beat(memberships)).isEmpty();
		}
		assertThat(this.proxy.requests()).containsEntry(ZooKeeperProxy.MULTI_READ, 1);
	}

}
