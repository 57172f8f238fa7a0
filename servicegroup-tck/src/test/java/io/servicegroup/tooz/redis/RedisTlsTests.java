package io.servicegroup.tooz.redis;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.RedisServer;

class RedisTlsTests extends TlsContract {

	private RedisServer server;

	RedisTlsTests() {
		super("ssl_ca_certs", "ssl_certfile", "ssl_keyfile");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = RedisServer.secured(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "redis://" + host + ":" + this.server.securePort() + "?timeout=20&ssl=true";
	}

}
