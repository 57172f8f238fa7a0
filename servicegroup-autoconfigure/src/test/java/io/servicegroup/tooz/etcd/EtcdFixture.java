package io.servicegroup.tooz.etcd;

import io.servicegroup.servers.EtcdProbe;
import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreFixture;
import io.servicegroup.servers.StoreServer;

/**
 * An etcd of the test class's own, and a way to look into it.
 */
abstract class EtcdFixture extends StoreFixture {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	protected EtcdProbe probe() {
		return ((EtcdServer) this.server).probe();
	}

	/** The URL without options. */
	protected String bareUrl() {
		return "etcd3+http://127.0.0.1:" + ((EtcdServer) this.server).port();
	}

}
