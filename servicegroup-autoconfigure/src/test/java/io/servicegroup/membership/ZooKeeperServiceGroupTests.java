package io.servicegroup.membership;

import java.util.Set;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Departure;

class ZooKeeperServiceGroupTests extends ServiceGroupContract {

	@Override
	protected Set<Departure> knownDepartures() {
		return Set.of();
	}

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
