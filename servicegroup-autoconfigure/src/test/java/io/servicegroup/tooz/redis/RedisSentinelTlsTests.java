package io.servicegroup.tooz.redis;

import java.nio.file.Path;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.SentinelCluster;
import io.servicegroup.servers.SentinelPair;
import io.servicegroup.tooz.TlsContract;

/** TLS to the sentinel and to the master that it names. */
class RedisSentinelTlsTests extends TlsContract {

	private SentinelPair server;

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

	@Override
	protected String trusting(Path authority) {
		return "&ssl_ca_certs=" + authority;
	}

	@Override
	protected String identifiedBy(Path certificate, Path key) {
		return "&ssl_certfile=" + certificate + "&ssl_keyfile=" + key;
	}

}
