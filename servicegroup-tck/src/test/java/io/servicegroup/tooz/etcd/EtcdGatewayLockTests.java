package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

/** The contract by the JSON gateway. */
class EtcdGatewayLockTests extends EtcdLockTests {

	@Override
	protected StoreServer createServer() {
		return EtcdServer.behindHttp1Proxy();
	}

}
