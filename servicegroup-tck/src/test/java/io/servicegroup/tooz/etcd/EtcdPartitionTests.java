package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class EtcdPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
