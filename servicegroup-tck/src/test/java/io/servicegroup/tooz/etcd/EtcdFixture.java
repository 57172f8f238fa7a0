package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.servers.EtcdProbe;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;

/**
 * Starts an etcd for the test class, and reads its raw keys.
 */
abstract class EtcdFixture extends StoreFixture {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	protected EtcdProbe probe() {
		return ((EtcdServer) this.server).probe();
	}

	/** Returns the URL without options. */
	protected String bareUrl() {
		return "etcd3+http://127.0.0.1:" + ((EtcdServer) this.server).port();
	}

}
