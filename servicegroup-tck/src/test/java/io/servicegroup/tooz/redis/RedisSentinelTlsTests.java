package io.servicegroup.tooz.redis;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.SentinelCluster;
import io.servicegroup.tck.servers.SentinelPair;

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
