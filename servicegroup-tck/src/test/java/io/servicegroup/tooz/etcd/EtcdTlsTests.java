package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.EtcdServer;

class EtcdTlsTests extends TlsContract {

	private EtcdServer server;

	EtcdTlsTests() {
		super("ca_cert", "cert_cert", "cert_key");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = EtcdServer.secured(certificates.server(), certificates.serverKey(), certificates.authority());
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "etcd3+https://" + host + ":" + this.server.securePort() + "?timeout=20";
	}

}
