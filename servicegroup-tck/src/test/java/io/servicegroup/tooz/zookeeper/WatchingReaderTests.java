package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupReader;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A reader costs what has changed, counted by a proxy, and misses no change.
 */
class WatchingReaderTests extends ZooKeeperFixture {

	private static final int MEMBERS = 1000;

	private static final byte[] CAPABILITIES = Capabilities.encode(Map.of("weight", 1));

	private static final byte[] OTHER = Capabilities.encode(Map.of("weight", 2));

	private static final Map<Integer, Integer> LOOK = Map.of(ZooKeeperProxy.EXISTS, 1);

	private static final Map<Integer, Integer> LOOK_AND_READ = Map.of(ZooKeeperProxy.EXISTS, 1, ZooKeeperProxy.GET_DATA,
			1);

	private ZooKeeperProxy proxy;

	private ZooKeeperBackend backend;

	private GroupReader reader;

	@BeforeEach
	void connect() {
		this.proxy = closedLater(new ZooKeeperProxy(this.server.port()));
		this.backend = backend(this.proxy.url(), "observer");
		this.backend.createGroup(this.group);
		this.reader = closedLater(this.backend.reader(this.group));
	}

	private String path(String member) {
		return "/tooz/" + this.group + "/" + member;
	}

	private void create(String member) throws Exception {
		raw().create(path(member), CAPABILITIES, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
	}

	private void addMembers() throws Exception {
		raw().multi(IntStream.range(0, MEMBERS)
			.mapToObj((i) -> Op.create(path("m" + i), CAPABILITIES, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
			.toList());
	}

	private StoredGroup counted() {
		this.proxy.resetCounts();
		return this.reader.read();
	}

	/** The client, which other tests may not have. */
	private ZooKeeper client() {
		return this.backend.connection.client();
	}

	@Test
	void aReadingWithoutChangesIsOneShortRequest() throws Exception {
		addMembers();
		StoredGroup first = this.reader.read();
		assertThat(first.members()).hasSize(MEMBERS);
		for (int i = 0; i < 3; i++) {
			assertThat(counted()).isSameAs(first);
			assertThat(this.proxy.requests()).isEqualTo(LOOK);
			assertThat(this.proxy.bytes()).isLessThan(200);
		}
	}

	@Test
	void aChangeCostsOneMember() throws Exception {
		addMembers();
		StoredGroup first = this.reader.read();
		raw().setData(path("m7"), OTHER, -1);
		StoredGroup updated = counted();
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
		assertThat(updated.members().get("m7").capabilities()).isEqualTo(OTHER);
		assertThat(updated.members().get("m8")).isSameAs(first.members().get("m8"));
		create("new");
		assertThat(counted().members()).hasSize(MEMBERS + 1).containsKey("new");
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
		raw().delete(path("m9"), -1);
		assertThat(counted().members()).hasSize(MEMBERS).doesNotContainKey("m9");
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
		assertThat(this.proxy.bytes()).isLessThan(500);
	}

	@Test
	void anAnnotationCostsOneRecord() throws Exception {
		create("one");
		StoredGroup first = this.reader.read();
		backend(url(), "operator").annotations().write(this.group, "switch", "off");
		StoredGroup annotated = counted();
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
		assertThat(annotated.annotations()).containsEntry("switch", "off");
		assertThat(annotated.members().get("one")).isSameAs(first.members().get("one"));
		raw().setData("/tooz/" + this.group, "not a record".getBytes(), -1);
		assertThat(this.reader.read().annotations()).isEmpty();
	}

	@Test
	void anElectionIsNotRead() throws Exception {
		create("one");
		this.reader.read();
		raw().create(path("leader"), new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		raw().create(path("leader/candidate"), new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
		assertThat(counted().members()).containsOnlyKeys("one");
		assertThat(this.proxy.requests()).isEqualTo(LOOK);
	}

	@Test
	void aMemberThatLeftAndJoinedIsANewOne() throws Exception {
		create("one");
		StoredMember before = this.reader.read().members().get("one");
		await().until(() -> System.currentTimeMillis() > before.createdAt().toEpochMilli());
		raw().multi(List.of(Op.delete(path("one"), -1),
				Op.create(path("one"), CAPABILITIES, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL)));
		StoredMember now = counted().members().get("one");
		assertThat(now.createdAt()).isAfter(before.createdAt());
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
	}

	@Test
	void aGroupMayBeDeletedAndCreatedAgain() throws Exception {
		create("one");
		create("two");
		this.reader.read();
		ZKUtil.deleteRecursive(raw(), "/tooz/" + this.group);
		StoredGroup none = this.reader.read();
		assertThat(none).isEqualTo(new StoredGroup(Map.of(), Map.of()));
		assertThat(this.reader.read()).isSameAs(none);
		this.backend.createGroup(this.group);
		create("two");
		assertThat(this.reader.read().members()).containsOnlyKeys("two");
		ZKUtil.deleteRecursive(raw(), "/tooz/" + this.group);
		this.backend.createGroup(this.group);
		create("three");
		assertThat(this.reader.read().members()).containsOnlyKeys("three");
	}

	@Test
	void aMemberIsListedOnceItsAclAllowsIt() throws Exception {
		create("one");
		create("two");
		raw().setACL(path("two"), ZooDefs.Ids.CREATOR_ALL_ACL, -1);
		assertThat(this.reader.read().members()).containsOnlyKeys("one");
		raw().setACL(path("two"), ZooDefs.Ids.OPEN_ACL_UNSAFE, -1);
		assertThat(this.reader.read().members()).containsOnlyKeys("one", "two");
	}

	@Test
	void aDeniedMemberThatLeavesIsNoticedWithoutAnEvent() throws Exception {
		create("one");
		create("two");
		this.reader.read();
		// The server reports no event on nodes that this client may not read.
		raw().setACL(path("two"), ZooDefs.Ids.CREATOR_ALL_ACL, -1);
		raw().delete(path("two"), -1);
		assertThat(this.reader.read().members()).containsOnlyKeys("one");
		create("three");
		assertThat(this.reader.read().members()).containsOnlyKeys("one", "three");
	}

	@Test
	void changesDuringALostConnectionAreRead() throws Exception {
		create("one");
		create("two");
		this.reader.read();
		for (int i = 0; i < 3; i++) {
			this.proxy.disconnect();
			raw().setData(path("one"), Capabilities.encode(i), -1);
			awaitData("one", Capabilities.encode(i));
			raw().setData(path("two"), Capabilities.encode(i), -1);
			assertThat(counted().members().get("two").capabilities()).isEqualTo(Capabilities.encode(i));
			assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
		}
	}

	@Test
	void changesAreReadAfterTheEndOfTheSession() throws Exception {
		create("one");
		this.reader.read();
		long session = client().getSessionId();
		this.server.expire(session);
		raw().setData(path("one"), OTHER, -1);
		awaitData("one", OTHER);
		assertThat(client().getSessionId()).isNotEqualTo(session);
		raw().setData(path("one"), CAPABILITIES, -1);
		assertThat(counted().members().get("one").capabilities()).isEqualTo(CAPABILITIES);
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
	}

	@Test
	void changesAreReadAfterARestartOfTheServerWithAndWithoutData() throws Exception {
		create("one");
		this.reader.read();
		this.server.stop();
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(this.reader::read);
		this.server.restart();
		raw().setData(path("one"), OTHER, -1);
		awaitData("one", OTHER);
		this.server.stop();
		this.server.start();
		await().ignoreExceptions().until(() -> this.reader.read().members().isEmpty());
		backend(url(), "two").createGroup(this.group);
		create("two");
		assertThat(this.reader.read().members()).containsOnlyKeys("two");
		raw().setData(path("two"), OTHER, -1);
		assertThat(this.reader.read().members().get("two").capabilities()).isEqualTo(OTHER);
	}

	@Test
	void aWatchThatWasRemovedIsSetAgain() throws Exception {
		create("one");
		this.reader.read();
		client().removeAllWatches("/tooz/" + this.group, WatcherType.Any, false);
		raw().setData(path("one"), OTHER, -1);
		assertThat(this.reader.read().members().get("one").capabilities()).isEqualTo(OTHER);
		raw().setData(path("one"), CAPABILITIES, -1);
		assertThat(counted().members().get("one").capabilities()).isEqualTo(CAPABILITIES);
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
	}

	@Test
	void aServerThatDoesNotAnswerIsAFailure() {
		this.reader.read();
		this.server.pause();
		try {
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(this.reader::read);
		}
		finally {
			this.server.resume();
		}
		await().ignoreExceptions().until(() -> this.reader.read() != null);
	}

	@Test
	void anOldServerIsReadAsAWhole() throws Exception {
		create("one");
		this.proxy.imitateOldServer();
		assertThat(this.reader.read().members()).containsOnlyKeys("one");
		raw().setData(path("one"), OTHER, -1);
		assertThat(this.reader.read().members().get("one").capabilities()).isEqualTo(OTHER);
		StoredGroup last = this.reader.read();
		assertThat(counted()).isSameAs(last);
		assertThat(this.proxy.requests()).doesNotContainKeys(ZooKeeperProxy.ADD_WATCH, ZooKeeperProxy.MULTI_READ);
		assertThat(this.proxy.connections()).isZero();
	}

	@Test
	void readersOfOneGroupDoNotAffectEachOther() throws Exception {
		create("one");
		GroupReader other = this.backend.reader(this.group);
		List<GroupReader> readers = new ArrayList<>(List.of(this.reader, other));
		readers.forEach(GroupReader::read);
		raw().setData(path("one"), OTHER, -1);
		readers.forEach((each) -> assertThat(each.read().members().get("one").capabilities()).isEqualTo(OTHER));
		other.close();
		create("two");
		assertThat(this.reader.read().members()).hasSize(2);
		raw().setData(path("two"), OTHER, -1);
		assertThat(counted().members().get("two").capabilities()).isEqualTo(OTHER);
		assertThat(this.proxy.requests()).isEqualTo(LOOK_AND_READ);
	}

	@Test
	void eventsEndWithTheLastReader() throws Exception {
		create("one");
		GroupReader other = this.backend.reader(this.group);
		this.reader.read();
		other.read();
		this.proxy.resetCounts();
		this.backend.groups();
		long bytes = this.proxy.bytes();
		this.reader.close();
		other.close();
		// An event would arrive before the answer.
		this.backend.groups();
		this.proxy.resetCounts();
		raw().setData(path("one"), OTHER, -1);
		this.backend.groups();
		assertThat(this.proxy.bytes()).isEqualTo(bytes);
	}

	private void awaitData(String member, byte[] data) {
		await().ignoreExceptions()
			.untilAsserted(() -> assertThat(this.reader.read().members().get(member).capabilities()).isEqualTo(data));
	}

}
