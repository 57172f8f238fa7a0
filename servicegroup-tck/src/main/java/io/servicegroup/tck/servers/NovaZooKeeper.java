package io.servicegroup.tck.servers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * A ZooKeeper with members in the format of OpenStack Nova's driver {@code zk}.
 */
public final class NovaZooKeeper implements StoreServer {

	private final ZooKeeperServer server = new ZooKeeperServer();

	public int port() {
		return this.server.port();
	}

	/** Returns the underlying ZooKeeper. */
	public ZooKeeperServer server() {
		return this.server;
	}

	@Override
	public String url(String query) {
		return "nova+zk://127.0.0.1:" + port() + "?" + query;
	}

	@Override
	public ServerProcess process() {
		return this.server.process();
	}

	@Override
	public void start() {
		this.server.start();
	}

	@Override
	public void restart() {
		this.server.restart();
	}

	/**
	 * Writes members as Java members write them, with capabilities, but without sessions.
	 */
	@Override
	public void addGroup(String group, int members) {
		try (ZooKeeper client = this.server.client()) {
			if (client.exists("/servicegroups", false) == null) {
				client.multi(List.of(create("/servicegroups", new byte[0])));
			}
			List<Op> creations = new ArrayList<>(List.of(create("/servicegroups/" + group, new byte[0])));
			for (int i = 0; i < members; i++) {
				String member = "/servicegroups/" + group + "/m" + i;
				creations.add(create(member, "ZKMembers".getBytes(StandardCharsets.US_ASCII)));
				creations.add(create(member + "/servicegroup", WEIGHT_1));
			}
			client.multi(creations);
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Op create(String path, byte[] data) {
		return Op.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
	}

	@Override
	public void wipe() {
		this.server.wipe();
	}

	@Override
	public void close() {
		this.server.close();
	}

}
