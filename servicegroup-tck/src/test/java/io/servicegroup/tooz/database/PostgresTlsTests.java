package io.servicegroup.tooz.database;

import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.PostgresServer;

class PostgresTlsTests extends DatabaseTlsContract {

	PostgresTlsTests() {
		super("sslrootcert", "sslcert", "sslkey");
	}

	@Override
	protected DatabaseServer createServer(Certificates certificates) {
		return PostgresServer.secured(certificates);
	}

	@Override
	protected String url(String host) {
		return "postgresql://" + DatabaseServer.USER + ":" + DatabaseServer.PASSWORD + "@" + host + ":"
				+ database().port() + "/postgres?timeout=20";
	}

}
