package io.servicegroup.tooz.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import io.servicegroup.tooz.format.Digests;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Sessions and session advisory locks of PostgreSQL, with the keys of tooz.
 */
final class PostgresDatabase implements Database {

	private static final String LOCK = "locktype = 'advisory' and classid = ?::oid and objid = ?::oid and objsubid = 2 "
			+ "and granted and database = (select oid from pg_database where datname = current_database())";

	/** The token is the id of a transaction that begins after the lock is acquired. */
	private static final LockStatements STATEMENTS = new LockStatements(
			"select case when pg_try_advisory_lock(?, ?) then txid_current() end, pg_backend_pid()",
			"select count(*) from pg_locks where " + LOCK + " and pid = pg_backend_pid()",
			"select pg_advisory_unlock(?, ?)::int",
			"select pid, application_name from pg_locks left join pg_stat_activity using (pid) where " + LOCK);

	/**
	 * Lets the server end a session whose client is gone. Servers before version 14 have
	 * no {@code idle_session_timeout}. Their keepalives detect an unreachable machine,
	 * but not a paused process.
	 */
	private static final String LIMITS = "select set_config(s.name, l.value, false) from pg_settings s "
			+ "join (values ('idle_session_timeout', ?), ('tcp_keepalives_idle', ?), ('tcp_keepalives_interval', '1'), "
			+ "('tcp_keepalives_count', '3')) l(name, value) on l.name = s.name";

	private final DatabaseUrl url;

	private final TlsMaterialRegistry.@Nullable Registration tls;

	private final PGSimpleDataSource sessions;

	private final PGSimpleDataSource leaders;

	PostgresDatabase(DatabaseUrl url, String memberId, TlsMaterialRegistry.@Nullable Registration tls) {
		this.url = url;
		this.tls = tls;
		this.sessions = source(SessionNames.PREFIX);
		this.leaders = source(SessionNames.of(memberId));
	}

	private PGSimpleDataSource source(String name) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { this.url.host() });
		source.setPortNumbers(new int[] { this.url.port() });
		source.setDatabaseName(this.url.name());
		source.setUser(this.url.user());
		if (this.url.password() != null) {
			source.setPassword(this.url.password());
		}
		source.setConnectTimeout(this.url.deadlineSeconds());
		source.setSocketTimeout(this.url.deadlineSeconds());
		source.setSslResponseTimeout((int) this.url.deadline().toMillis());
		source.setTcpKeepAlive(true);
		if (this.tls != null) {
			PostgresTls.secure(source, this.tls);
		}
		source.setApplicationName(name);
		return source;
	}

	@Override
	public Connection connect(boolean forLeader) throws SQLException {
		Connection connection = (forLeader ? this.leaders : this.sessions).getConnection();
		try (PreparedStatement limits = connection.prepareStatement(LIMITS)) {
			connection.setNetworkTimeout(Runnable::run, (int) this.url.deadline().toMillis());
			limits.setString(1, Long.toString(this.url.timeout().toMillis()));
			limits.setString(2, Integer.toString(this.url.timeoutSeconds()));
			limits.execute();
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/** Returns tooz's key: the first and the second byte of the name's MD5. */
	@Override
	public Object[] key(String lock) {
		byte[] digest = Digests.md5().digest(lock.getBytes(StandardCharsets.UTF_8));
		return new Object[] { digest[0] & 0xff, digest[1] & 0xff };
	}

	@Override
	public LockStatements statements() {
		return STATEMENTS;
	}

}
