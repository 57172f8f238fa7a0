package io.servicegroup.tooz.etcd;

import java.nio.file.Path;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.EtcdServer;
import io.servicegroup.tooz.TlsContract;

class EtcdTlsTests extends TlsContract {

	private EtcdServer server;

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = EtcdServer.secured(certificates.server(), certificates.serverKey(), certificates.authority());
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "etcd3+https://" + host + ":" + this.server.securePort() + "?timeout=20";
	}

	@Override
	protected String trusting(Path authority) {
		return "&ca_cert=" + authority;
	}

	@Override
	protected String identifiedBy(Path certificate, Path key) {
		return "&cert_cert=" + certificate + "&cert_key=" + key;
	}

}
