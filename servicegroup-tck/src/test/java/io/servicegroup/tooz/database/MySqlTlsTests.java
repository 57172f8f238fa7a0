package io.servicegroup.tooz.database;

import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.MariaDbServer;

class MySqlTlsTests extends DatabaseTlsContract {

	MySqlTlsTests() {
		super("ssl_ca", "ssl_cert", "ssl_key");
	}

	@Override
	protected DatabaseServer createServer(Certificates certificates) {
		return MariaDbServer.secured(certificates);
	}

	@Override
	protected String url(String host) {
		return "mysql://secured:" + DatabaseServer.PASSWORD + "@" + host + ":" + database().port() + "/tooz?timeout=20";
	}

}
