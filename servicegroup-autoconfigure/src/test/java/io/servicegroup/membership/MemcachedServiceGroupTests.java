package io.servicegroup.membership;

import java.util.Set;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Departure;

class MemcachedServiceGroupTests extends ServiceGroupContract {

	@Override
	protected Set<Departure> knownDepartures() {
		return Set.of(Departure.LEFT);
	}

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
