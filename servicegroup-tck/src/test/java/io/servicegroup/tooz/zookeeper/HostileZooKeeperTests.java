package io.servicegroup.tooz.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

import io.servicegroup.tck.HostileStoreContract;
import io.servicegroup.tck.Mutations;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HostileZooKeeperTests extends HostileStoreContract {

	private static final byte[] LOCK_NODE = "0123456789abcdef0123456789abcdef__lock__0000000007"
		.getBytes(StandardCharsets.US_ASCII);

	private ZooKeeper raw;

	private String last;

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Test
	void mutatedNamesOfLockNodesAreKeptOrLeftOut() {
		new Mutations(20261122, LOCK_NODE).forEach(Mutations.COUNT, (bytes) -> {
			String name = new String(bytes, StandardCharsets.ISO_8859_1);
			assertThat(LockQueue.of(List.of(name)).first().orElse(name)).isEqualTo(name);
		});
	}

	@Override
	public List<Kind> kinds() {
		this.raw = opened(((ZooKeeperServer) this.server).client());
		String node = "/tooz/" + this.group;
		String queue = node + "/leader";
		for (String path : List.of("/tooz/other", "/tooz/locks", "/tooz/locks/x", queue, node + "/other",
				queue + "/" + new String(LOCK_NODE, StandardCharsets.US_ASCII))) {
			put(path, new byte[0]);
		}
		return List.of(new Kind("capabilities", CAPABILITIES, (bytes) -> put(node + "/other", bytes)),
				new Kind("member id", "other", (bytes) -> putNode(node, bytes)),
				new Kind("group and its annotations", ANNOTATIONS, (bytes) -> put(node, bytes)),
				new Kind("group id", "other", (bytes) -> putNode("/tooz", bytes)),
				new Kind("leader", "other",
						(bytes) -> put(queue + "/" + new String(LOCK_NODE, StandardCharsets.US_ASCII), bytes)),
				new Kind("node in the leader's queue", LOCK_NODE, (bytes) -> putNode(queue, bytes)),
				new Kind("node in a lock's queue", LOCK_NODE, (bytes) -> putNode("/tooz/locks/x", bytes)),
				new Kind("lock", "", (bytes) -> put("/tooz/locks/x", bytes)));
	}

	private void put(String path, byte[] data) {
		try {
			if (this.raw.exists(path, false) == null) {
				this.raw.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			}
			this.raw.setData(path, data, -1);
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Replaces the node created last by one with the given name, without the characters
	 * that are not allowed.
	 */
	private void putNode(String parent, byte[] bytes) {
		String name = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x1f\\x7f-\\x9f/]", "");
		String path = parent + "/" + name.substring(0, Math.min(name.length(), 10_000));
		try {
			if (this.last != null) {
				this.raw.delete(this.last, -1);
				this.last = null;
			}
			if (!name.isEmpty() && !name.equals(".") && !name.equals("..") && this.raw.exists(path, false) == null) {
				this.raw.create(path, CAPABILITIES, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
				this.last = path;
			}
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
