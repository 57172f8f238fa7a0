package io.servicegroup.springcloud;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FileLoadBalancedCallTests extends LoadBalancedCallContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
