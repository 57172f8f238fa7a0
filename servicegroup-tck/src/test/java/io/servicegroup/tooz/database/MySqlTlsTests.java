package io.servicegroup.tooz.database;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.MariaDbServer;

class MySqlTlsTests extends TlsContract {

	private DatabaseServer server;

	MySqlTlsTests() {
		super("ssl_ca", "ssl_cert", "ssl_key");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = MariaDbServer.secured(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "mysql://secured:" + DatabaseServer.PASSWORD + "@" + host + ":" + this.server.port()
				+ "/tooz?timeout=20";
	}

}
