package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.SslMode;

/**
 * Sessions and user-level locks of MySQL and MariaDB.
 */
final class MySqlDatabase implements Database {

	/** Removes the server's id, which is the highest byte of {@code uuid_short()}. */
	private static final long TOKEN_BITS = (1L << 56) - 1;

	/**
	 * The statements do not return the session's name, as the server shows it to few
	 * users only.
	 */
	private static final LockStatements STATEMENTS = new LockStatements(
			"select if(get_lock(?, 0) = 1, uuid_short() & " + TOKEN_BITS + ", null), connection_id()",
			"select is_used_lock(?) = connection_id()", "select release_lock(?)", "select is_used_lock(?), null");

	private final Configuration configuration;

	private final Supplier<DatabaseUrl.Login> login;

	/** Keeps the TLS material registered for as long as connections may be opened. */
	private final TlsMaterialRegistry.@Nullable Registration tls;

	MySqlDatabase(DatabaseUrl url, TlsMaterialRegistry.@Nullable Registration tls, boolean verifiesName) {
		this.tls = tls;
		Configuration.Builder settings = settings(url);
		if (this.tls != null) {
			// The only setting that the driver passes to its plugin unchanged.
			settings.tlsSocketType(MySqlTls.TYPE)
				.serverSslCert(this.tls.id())
				.sslMode((verifiesName ? SslMode.VERIFY_FULL : SslMode.VERIFY_CA).getValue());
		}
		this.configuration = settings.build();
		this.login = url.login();
	}

	/** Sets each part by itself, as the driver does not decode the parts of a URL. */
	private static Configuration.Builder settings(DatabaseUrl url) {
		int deadline = (int) url.deadline().toMillis();
		return parsed("jdbc:mariadb:///").toBuilder()
			.addresses(HostAddress.from(url.host(), url.port()))
			.database(url.name())
			.connectTimeout(deadline)
			.socketTimeout(deadline)
			.tcpKeepAlive(true)
			.socketFactory(WatchedSocket.Factory.class.getName())
			.sessionVariables("wait_timeout=" + url.timeoutSeconds());
	}

	private static Configuration parsed(String url) {
		try {
			return Configuration.parse(url);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("The MariaDB driver does not accept the URL " + url, ex);
		}
	}

	@Override
	public Connection connect() throws SQLException {
		DatabaseUrl.Login login = this.login.get();
		return Driver.connect(this.configuration.toBuilder().user(login.user()).password(login.password()).build());
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
