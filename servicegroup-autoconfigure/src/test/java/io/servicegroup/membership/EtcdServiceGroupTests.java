package io.servicegroup.membership;

import java.util.Set;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Departure;

class EtcdServiceGroupTests extends ServiceGroupContract {

	@Override
	protected Set<Departure> knownDepartures() {
		return Set.of();
	}

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
