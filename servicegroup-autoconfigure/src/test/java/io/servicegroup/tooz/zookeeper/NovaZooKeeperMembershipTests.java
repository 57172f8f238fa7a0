package io.servicegroup.tooz.zookeeper;

import io.servicegroup.servers.NovaZooKeeper;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.MembershipContract;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

class NovaZooKeeperMembershipTests extends MembershipContract {

	@Override
	protected StoreServer createServer() {
		return new NovaZooKeeper();
	}

	@Override
	protected void breakCapabilities(String group, String member) {
		try (ZooKeeper client = ((NovaZooKeeper) this.server).server().client()) {
			client.setData("/servicegroups/" + group + "/" + member + "/servicegroup", new byte[] { (byte) 0x81 }, -1);
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	protected boolean hidesBroken() {
		return false;
	}

}
