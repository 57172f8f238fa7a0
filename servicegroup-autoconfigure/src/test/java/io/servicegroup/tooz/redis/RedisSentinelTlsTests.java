package io.servicegroup.tooz.redis;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.SentinelCluster;
import io.servicegroup.servers.SentinelPair;
import io.servicegroup.tooz.TlsContract;

/** TLS to the sentinel and to the master that it names. */
class RedisSentinelTlsTests extends TlsContract {

	private SentinelPair server;

	RedisSentinelTlsTests() {
		super("ssl_ca_certs", "ssl_certfile", "ssl_keyfile");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = new SentinelPair(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return this.server.url("timeout=20&ssl=true&sentinel_ssl=true&sentinel_password=" + SentinelCluster.PASSWORD)
			.replace("127.0.0.1", host);
	}

}
