package io.servicegroup.springcloud;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class MemcachedLoadBalancedCallTests extends LoadBalancedCallContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
