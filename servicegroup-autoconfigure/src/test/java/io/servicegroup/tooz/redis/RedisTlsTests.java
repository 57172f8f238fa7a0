package io.servicegroup.tooz.redis;

import java.nio.file.Path;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.RedisServer;
import io.servicegroup.tooz.TlsContract;

class RedisTlsTests extends TlsContract {

	private RedisServer server;

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = RedisServer.secured(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "redis://" + host + ":" + this.server.securePort() + "?timeout=20&ssl=true";
	}

	@Override
	protected String trusting(Path authority) {
		return "&ssl_ca_certs=" + authority;
	}

	@Override
	protected String identifiedBy(Path certificate, Path key) {
		return "&ssl_certfile=" + certificate + "&ssl_keyfile=" + key;
	}

}
