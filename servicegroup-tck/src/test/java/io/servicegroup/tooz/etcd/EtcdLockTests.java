package io.servicegroup.tooz.etcd;

import java.time.Duration;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.TimeoutLockContract;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class EtcdLockTests extends TimeoutLockContract
		implements LockFeatures.FencingWithoutData, LockFeatures.Breaking, LockFeatures.NoSharing {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	/** An acquisition takes three round trips. */
	@Override
	protected Duration roundTrip() {
		return Duration.ofMillis(150);
	}

}
