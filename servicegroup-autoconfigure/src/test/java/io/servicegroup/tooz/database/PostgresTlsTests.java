package io.servicegroup.tooz.database;

import java.nio.file.Path;

import io.servicegroup.servers.Certificates;
import io.servicegroup.servers.DatabaseServer;
import io.servicegroup.servers.PostgresServer;
import io.servicegroup.tooz.TlsContract;

class PostgresTlsTests extends TlsContract {

	private DatabaseServer server;

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

	@Override
	protected String trusting(Path authority) {
		return "&sslrootcert=" + authority;
	}

	@Override
	protected String identifiedBy(Path certificate, Path key) {
		return "&sslcert=" + certificate + "&sslkey=" + key;
	}

}
