package io.servicegroup.tooz.database;

import java.sql.SQLException;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;

import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;
import org.mariadb.jdbc.plugin.tls.main.DefaultTlsSocketPlugin;

/**
 * TLS to MySQL and MariaDB with registered TLS material. The driver finds the plugin as a
 * service and uses it for connections whose settings have its type.
 */
final class MySqlTls {

	static final String TYPE = "servicegroup";

	private MySqlTls() {
	}

	/** The plugin, which the driver creates. */
	public static final class Plugin implements TlsSocketPlugin {

		/** Verifies that the certificate is valid for the server's name. */
		private final TlsSocketPlugin hostVerifier = new DefaultTlsSocketPlugin();

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public TrustManager[] getTrustManager(Configuration conf, ExceptionFactory exceptions, HostAddress host)
				throws SQLException {
			return TlsMaterialRegistry.get(conf.serverSslCert()).trustManagerFactory().getTrustManagers();
		}

		@Override
		public KeyManager[] getKeyManager(Configuration conf, ExceptionFactory exceptions) throws SQLException {
			return TlsMaterialRegistry.get(conf.serverSslCert()).keyManagerFactory().getKeyManagers();
		}

		@Override
		public void verify(String host, SSLSession session, long thread) throws SSLException {
			this.hostVerifier.verify(host, session, thread);
		}

	}

}
