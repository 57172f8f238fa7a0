package io.servicegroup.tooz.database;

import java.nio.file.Path;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.DatabaseServer;
import io.servicegroup.servers.MariaDbServer;
import io.servicegroup.tooz.TlsContract;

class MySqlTlsTests extends TlsContract {

	private DatabaseServer server;

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

	@Override
	protected String trusting(Path authority) {
		return "&ssl_ca=" + authority;
	}

	@Override
	protected String identifiedBy(Path certificate, Path key) {
		return "&ssl_cert=" + certificate + "&ssl_key=" + key;
	}

}
