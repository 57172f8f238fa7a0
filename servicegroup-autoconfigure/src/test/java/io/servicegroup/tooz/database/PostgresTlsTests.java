package io.servicegroup.tooz.database;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.DatabaseServer;
import io.servicegroup.servers.PostgresServer;
import io.servicegroup.tooz.TlsContract;

class PostgresTlsTests extends TlsContract {

	private DatabaseServer server;

	PostgresTlsTests() {
		super("sslrootcert", "sslcert", "sslkey");
	}

	@Override
	protected AutoCloseable startServer(Certificates certificates) {
		this.server = PostgresServer.secured(certificates);
		return this.server;
	}

	@Override
	protected String url(String host) {
		return "postgresql://" + DatabaseServer.USER + ":" + DatabaseServer.PASSWORD + "@" + host + ":"
				+ this.server.port() + "/postgres?timeout=20";
	}

}
