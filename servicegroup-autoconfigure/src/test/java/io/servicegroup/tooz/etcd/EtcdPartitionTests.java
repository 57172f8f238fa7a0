package io.servicegroup.tooz.etcd;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.PartitionContract;

class EtcdPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
