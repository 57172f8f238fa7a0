package io.servicegroup.tooz.zookeeper;

import io.servicegroup.tck.MembershipContract;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

class ZooKeeperMembershipTests extends MembershipContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		raw((client) -> client.setData("/tooz/" + group + "/" + member, broken, -1));
	}

	private void raw(RawWork work) {
		try (ZooKeeper client = ((ZooKeeperServer) this.server).client()) {
			work.with(client);
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private interface RawWork {

		void with(ZooKeeper client) throws InterruptedException, KeeperException;

	}

}
