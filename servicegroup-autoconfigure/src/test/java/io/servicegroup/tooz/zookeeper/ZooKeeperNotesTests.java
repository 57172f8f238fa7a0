package io.servicegroup.tooz.zookeeper;

import io.servicegroup.servers.StoreServer;
import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.NotesContract;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

class ZooKeeperNotesTests extends NotesContract {

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

	/** Something else that stands there as text. */
	@Override
	protected void putOddity() throws Exception {
		put("127.0.0.1".getBytes());
	}

	/** Whose session ends: with it, whatever is asked is a sign of life. */
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
