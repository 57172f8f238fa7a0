package io.servicegroup.springcloud;

import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class ZooKeeperLoadBalancedCallTests extends LoadBalancedCallContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
