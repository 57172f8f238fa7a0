package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.GroupReader;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random changes, as Java and Python members make them, while a reader reads. Whenever
 * they have ended, the reader returns what a full reading does.
 */
class WatchingReaderModelTests extends ZooKeeperFixture {

	private static final int ROUNDS = 150;

	private static final int MEMBERS = 6;

	private Random random;

	private ZooKeeperBackend operator;

	@Tag("long")
	@ParameterizedTest
	@ValueSource(longs = { 1 })
	void theReaderReturnsWhatAFullReadingDoesWithFurtherSeeds(long seed) throws Exception {
		theReaderReturnsWhatAFullReadingDoes(seed);
	}

	@ParameterizedTest
	@ValueSource(longs = { 20261127 })
	void theReaderReturnsWhatAFullReadingDoes(long seed) throws Exception {
		this.random = new Random(seed);
		ZooKeeperProxy proxy = closedLater(new ZooKeeperProxy(this.server.port()));
		ZooKeeperBackend backend = backend(proxy.url(), "observer");
		backend.createGroup(this.group);
		this.operator = backend(this.server.url("timeout=10"), "operator");
		GroupReader reader = closedLater(backend.reader(this.group));
		int same = 0;
		StoredGroup last = reader.read();
		for (int round = 0; round < ROUNDS; round++) {
			int changes = this.random.nextInt(6);
			CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> change(changes));
			if (this.random.nextInt(25) == 0) {
				proxy.disconnect();
			}
			else if (this.random.nextInt(60) == 0) {
				this.server.expire(backend.connection.client().getSessionId());
			}
			while (!writer.isDone()) {
				attempt(reader);
			}
			writer.join();
			StoredGroup read = await().ignoreExceptionsInstanceOf(CoordinationException.class)
				.until(reader::read, (any) -> true);
			assertThat(content(read)).as("round " + round).isEqualTo(content(backend.read(this.group)));
			assertThat(reader.read()).isSameAs(read);
			same += (read == last) ? 1 : 0;
			last = read;
		}
		assertThat(same).as("rounds without a change").isPositive();
		if (!this.operator.groups().contains(this.group)) {
			this.operator.createGroup(this.group);
			reader.read();
		}
		proxy.resetCounts();
		this.operator.annotations().write(this.group, "last", "one");
		reader.read();
		assertThat(proxy.requests()).containsOnlyKeys(ZooKeeperProxy.EXISTS, ZooKeeperProxy.GET_DATA);
	}

	private void attempt(GroupReader reader) {
		try {
			reader.read();
		}
		catch (CoordinationException ex) {
			// Disconnected.
		}
	}

	private void change(int changes) {
		for (int i = 0; i < changes; i++) {
			try {
				changeOne();
			}
			catch (CoordinationException | KeeperException.NoNodeException | KeeperException.NodeExistsException ex) {
				// Such as to change a member of a group that does not exist.
			}
			catch (KeeperException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private void changeOne() throws KeeperException, InterruptedException {
		ZooKeeper raw = raw();
		String node = "/tooz/" + this.group;
		String member = node + "/m" + this.random.nextInt(MEMBERS);
		byte[] data = Capabilities.encode(this.random.nextInt(3));
		switch (this.random.nextInt(13)) {
			case 0, 1, 2 -> raw.create(member, data, ZooDefs.Ids.OPEN_ACL_UNSAFE,
					this.random.nextBoolean() ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT);
			case 3, 4 -> raw.setData(member, data, -1);
			case 5, 6 -> raw.delete(member, -1);
			case 7 -> raw.multi(List.of(Op.delete(member, -1),
					Op.create(member, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL)));
			case 8 -> this.operator.annotations()
				.write(this.group, "switch" + this.random.nextInt(2), this.random.nextBoolean() ? "x" : null);
			case 9 -> raw.setData(node, data, -1);
			case 10 -> election(raw, node + "/leader");
			case 11 -> visit(node);
			default -> deleteGroup(raw, node);
		}
	}

	private void election(ZooKeeper raw, String leader) throws KeeperException, InterruptedException {
		if (raw.exists(leader, false) == null) {
			raw.create(leader, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		}
		raw.create(leader + "/c", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL);
	}

	/** Two members join, and leave by the end of their session. */
	private void visit(String node) throws KeeperException, InterruptedException {
		try (ZooKeeper visitor = this.server.client()) {
			for (String member : List.of("/visitor1", "/visitor2")) {
				visitor.create(node + member, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
			}
		}
	}

	private void deleteGroup(ZooKeeper raw, String node) throws KeeperException, InterruptedException {
		if (this.random.nextInt(3) == 0) {
			ZKUtil.deleteRecursive(raw, node);
		}
		if (raw.exists(node, false) == null && this.random.nextInt(4) > 0) {
			raw.create(node, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		}
	}

	/** Returns the content in a form in which arrays are compared. */
	private static Map<String, Object> content(StoredGroup group) {
		Map<String, Object> content = new LinkedHashMap<>();
		group.members().forEach((id, member) -> {
			List<Object> values = new ArrayList<>(List.of(member.createdAt(), member.updatedAt()));
			for (byte each : member.capabilities()) {
				values.add(each);
			}
			content.put(id, values);
		});
		content.put("annotations", group.annotations());
		return content;
	}

}
