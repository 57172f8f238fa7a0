package io.servicegroup.tooz.etcd;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.NotesContract;

class EtcdNotesTests extends NotesContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	@Override
	protected void put(byte[] record) {
		((EtcdServer) this.server).probe().put("/tooz/switches/" + this.group, record, 0);
	}

	/** Text instead of a record, with a lease. */
	@Override
	protected void putOddity() {
		EtcdServer etcd = (EtcdServer) this.server;
		etcd.probe().put("/tooz/switches/" + this.group, "x".getBytes(), etcd.probe().grant(60));
	}

}
