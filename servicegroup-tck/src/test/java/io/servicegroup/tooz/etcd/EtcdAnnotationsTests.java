package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.AnnotationsContract;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class EtcdAnnotationsTests extends AnnotationsContract {

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
