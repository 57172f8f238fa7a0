package io.servicegroup.tooz.zookeeper;

import io.servicegroup.tck.AnnotationsContract;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

class ZooKeeperAnnotationsTests extends AnnotationsContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	protected void put(byte[] record) throws Exception {
		try (ZooKeeper client = ((ZooKeeperServer) this.server).client()) {
			client.setData("/tooz/" + this.group, record, -1);
		}
	}

	/** Other data, such as what Curator writes by default. */
	@Override
	protected void putOddity() throws Exception {
		put("127.0.0.1".getBytes());
	}

	/** Ends the session: while it lives, every request keeps the member alive. */
	@Override
	protected Coordinator silent(String member) {
		Coordinator silent = super.silent(member);
		try (ZooKeeper client = ((ZooKeeperServer) this.server).client()) {
			long session = client.exists("/tooz/" + this.group + "/" + member, false).getEphemeralOwner();
			((ZooKeeperServer) this.server).expire(session);
			return silent;
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
