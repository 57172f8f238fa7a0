package io.servicegroup.tooz.database;

import io.servicegroup.tck.TlsContract;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.PostgresServer;

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
