package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

/** The contract by the JSON gateway. */
class EtcdGatewayMembershipTests extends EtcdMembershipTests {

	@Override
	protected StoreServer createServer() {
		return EtcdServer.behindHttp1Proxy();
	}

}
