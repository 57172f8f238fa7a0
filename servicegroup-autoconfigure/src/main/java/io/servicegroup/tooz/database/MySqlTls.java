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
 * TLS to MySQL and MariaDB, by a bundle. Found by the driver as a service, for the
 * connections whose settings name its type.
 */
final class MySqlTls {

	static final String TYPE = "servicegroup";

	private MySqlTls() {
	}

	/** Made by the driver. */
	public static final class Plugin implements TlsSocketPlugin {

		/** Knows how to compare a name with a certificate's. */
		private final TlsSocketPlugin names = new DefaultTlsSocketPlugin();

		@Override
		public String type() {
			return TYPE;
		}

		@Override
		public TrustManager[] getTrustManager(Configuration conf, ExceptionFactory exceptions, HostAddress host)
				throws SQLException {
			return TlsHandover.of(conf.serverSslCert()).trustManagerFactory().getTrustManagers();
		}

		@Override
		public KeyManager[] getKeyManager(Configuration conf, ExceptionFactory exceptions) throws SQLException {
			return TlsHandover.of(conf.serverSslCert()).keyManagerFactory().getKeyManagers();
		}

		@Override
		public void verify(String host, SSLSession session, long thread) throws SSLException {
			this.names.verify(host, session, thread);
		}

	}

}
