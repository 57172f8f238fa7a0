package io.servicegroup.springcloud;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisLoadBalancedCallTests extends LoadBalancedCallContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
