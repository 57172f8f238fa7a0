package io.servicegroup.tooz.etcd;

import java.time.Duration;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.TimeoutLockContract;

class EtcdLockTests extends TimeoutLockContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	/** An acquisition takes three of them. */
	@Override
	protected Duration roundTrip() {
		return Duration.ofMillis(150);
	}

}
