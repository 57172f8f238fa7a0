package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

/** The contract by the JSON gateway. */
@Tag("long")
class EtcdGatewayMembershipTests extends EtcdMembershipTests {

	@Override
	protected StoreServer createServer() {
		return EtcdServer.behindHttp1Proxy();
	}

}
