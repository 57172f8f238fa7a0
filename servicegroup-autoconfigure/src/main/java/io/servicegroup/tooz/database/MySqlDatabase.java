package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.SslMode;

/**
 * MySQL and MariaDB: user-level locks.
 */
final class MySqlDatabase implements Database {

	/** Without the server's id, whose byte is on top and makes no difference. */
	private static final long TOKEN_BITS = (1L << 56) - 1;

	/** The server tells a session's name to the privileged only. */
	private static final LockStatements STATEMENTS = new LockStatements(
			"select if(get_lock(?, 0) = 1, uuid_short() & " + TOKEN_BITS + ", null), connection_id()",
			"select is_used_lock(?) = connection_id()", "select release_lock(?)", "select is_used_lock(?), null");

	private final Configuration configuration;

	/** Held for as long as somebody may connect. */
	private final @Nullable TlsHandover tls;

	MySqlDatabase(DatabaseUrl url, @Nullable TlsHandover tls, boolean checksName) {
		this.tls = tls;
		Configuration.Builder settings = settings(url);
		if (this.tls != null) {
			// The driver hands its plugin nothing else that could be ours.
			settings.tlsSocketType(MySqlTls.TYPE)
				.serverSslCert(this.tls.ticket())
				.sslMode((checksName ? SslMode.VERIFY_FULL : SslMode.VERIFY_CA).getValue());
		}
		this.configuration = settings.build();
	}

	/** Piece by piece, as the driver decodes nothing of what it is given as a URL. */
	private static Configuration.Builder settings(DatabaseUrl url) {
		int deadline = (int) url.deadline().toMillis();
		return parsed("jdbc:mariadb:///").toBuilder()
			.addresses(HostAddress.from(url.host(), url.port()))
			.database(url.name())
			.user(url.user())
			.password(url.password())
			.connectTimeout(deadline)
			.socketTimeout(deadline)
			.tcpKeepAlive(true)
			.sessionVariables("wait_timeout=" + url.timeoutSeconds());
	}

	private static Configuration parsed(String url) {
		try {
			return Configuration.parse(url);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The driver refuses " + url, ex);
		}
	}

	@Override
	public Connection connect(boolean leading) throws SQLException {
		return Driver.connect(this.configuration);
	}

	@Override
	public Object[] key(String lock) {
		return new Object[] { lock };
	}

	@Override
	public LockStatements statements() {
		return STATEMENTS;
	}

}
