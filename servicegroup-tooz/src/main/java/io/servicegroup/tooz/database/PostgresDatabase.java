package io.servicegroup.tooz.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import io.servicegroup.tooz.format.Digests;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Sessions and session advisory locks of PostgreSQL. tooz's key of a lock has only 16
 * bits. So a holder takes it shared, which excludes Python, and then a key of 64 bits
 * exclusively, which excludes other Java holders of the same name.
 */
final class PostgresDatabase implements Database {

	private static final String KEY = "with key(a, b, own) as (values (?::int, ?::int, ?::bigint)) ";

	/** The same for the statements of each acquisition. The server computes it faster. */
	private static final String FROM_KEY = " from (select ?::int as a, ?::int as b, ?::bigint as own) key";

	private static final String ADVISORY = "locktype = 'advisory' and granted "
			+ "and database = (select oid from pg_database where datname = current_database())";

	private static final String OWN = "(objsubid = 1 and classid = ((own >> 32) & 4294967295)::oid "
			+ "and objid = (own & 4294967295)::oid)";

	/** Held by Python, or by a Java member of an older version. */
	private static final String TOOZ = "(objsubid = 2 and classid = a::oid and objid = b::oid and mode = 'ExclusiveLock')";

	/**
	 * The time in µs at which the cluster was created, which its identifier contains. A
	 * server that replaces another begins with a low transaction id, but with a later
	 * time. No server assigns more than one transaction id in a µs. A setting of the
	 * session keeps it, as the server reads a file to compute it.
	 */
	private static final String SET_EPOCH = "select set_config('servicegroup.epoch', "
			+ "(((system_identifier >> 32) & 4294967295) * 1000000 "
			+ "+ ((system_identifier & 4294967295) >> 12))::text, false) from pg_control_system()";

	private static final String EPOCH = "current_setting('servicegroup.epoch')::bigint";

	/**
	 * A release is reported to the sessions that listen, once it is committed. A failed
	 * try leaves nothing locked, so that it does not keep Python waiting. The token is
	 * the id of a transaction that begins after the lock is acquired, plus the epoch.
	 */
	private static final LockStatements STATEMENTS = new LockStatements(
			"select case when pg_try_advisory_lock_shared(a, b) then case when pg_try_advisory_lock(own) "
					+ "then txid_current() + " + EPOCH
					+ " when pg_advisory_unlock_shared(a, b) then null end end, pg_backend_pid()" + FROM_KEY,
			KEY + "select count(*) from pg_locks, key where " + ADVISORY + " and " + OWN
					+ " and pid = pg_backend_pid()",
			"select pg_advisory_unlock(own)::int, pg_advisory_unlock_shared(a, b), pg_notify('"
					+ PostgresReports.CHANNEL + "', own::text)" + FROM_KEY,
			KEY + "select pid, application_name from key, pg_locks left join pg_stat_activity using (pid) where "
					+ ADVISORY + " and (" + OWN + " or " + TOOZ + ")");

	/**
	 * Lets the server end a session whose client is gone, and remembers the epoch.
	 * Servers before version 14 have no {@code idle_session_timeout}. Their keepalives
	 * detect an unreachable machine, but not a paused process.
	 */
	private static final String SETTINGS = "select set_config(s.name, l.value, false) from pg_settings s "
			+ "join (values ('idle_session_timeout', ?), ('tcp_keepalives_idle', ?), ('tcp_keepalives_interval', '1'), "
			+ "('tcp_keepalives_count', '3')) l(name, value) on l.name = s.name union all " + SET_EPOCH;

	private final DatabaseUrl url;

	private final TlsMaterialRegistry.@Nullable Registration tls;

	private final PGSimpleDataSource sessions;

	/** Whether it was checked that each connection has a session of its own. */
	private volatile boolean checked;

	PostgresDatabase(DatabaseUrl url, String memberId, TlsMaterialRegistry.@Nullable Registration tls) {
		this.url = url;
		this.tls = tls;
		this.sessions = source(SessionNames.of(memberId));
	}

	private PGSimpleDataSource source(String name) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { this.url.host() });
		source.setPortNumbers(new int[] { this.url.port() });
		source.setDatabaseName(this.url.name());
		source.setConnectTimeout(this.url.deadlineSeconds());
		source.setSocketTimeout(this.url.deadlineSeconds());
		source.setSslResponseTimeout((int) this.url.deadline().toMillis());
		source.setTcpKeepAlive(true);
		source.setSocketFactory(WatchedSocket.Factory.class.getName());
		if (this.tls != null) {
			PostgresTls.secure(source, this.tls);
		}
		source.setApplicationName(name);
		return source;
	}

	@Override
	public Connection connect() throws SQLException {
		// Both are of one answer, also while other threads connect with newer ones.
		DatabaseUrl.Login login = this.url.login().get();
		if (!this.checked) {
			PostgresPooler.refuse(() -> open(login));
			this.checked = true;
		}
		Connection connection = open(login);
		try (PreparedStatement limits = connection.prepareStatement(SETTINGS)) {
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

	private Connection open(DatabaseUrl.Login login) throws SQLException {
		return this.sessions.getConnection(login.user(), login.password());
	}

	/**
	 * Returns tooz's key, which is the first and the second byte of the name's MD5, and
	 * that of Java, which is the first eight bytes.
	 */
	@Override
	public Object[] key(String lock) {
		byte[] digest = Digests.md5().digest(lock.getBytes(StandardCharsets.UTF_8));
		return new Object[] { digest[0] & 0xff, digest[1] & 0xff, ByteBuffer.wrap(digest).getLong() };
	}

	@Override
	public LockStatements statements() {
		return STATEMENTS;
	}

	@Override
	public ReleaseReports reports() {
		return new PostgresReports();
	}

}
