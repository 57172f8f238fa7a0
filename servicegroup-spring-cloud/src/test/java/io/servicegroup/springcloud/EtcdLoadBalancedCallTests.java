package io.servicegroup.springcloud;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class EtcdLoadBalancedCallTests extends LoadBalancedCallContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
