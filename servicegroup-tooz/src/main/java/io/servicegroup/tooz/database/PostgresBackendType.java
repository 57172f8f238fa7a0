package io.servicegroup.tooz.database;

import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.TlsOptions;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend for locks and leader election over PostgreSQL, with session advisory locks
 * of one database. It has no groups. Its URL is
 * {@code postgresql://user:password@host[:5432]/database[?timeout=30]}. It needs the
 * driver {@code org.postgresql:postgresql}.
 * <p>
 * Each lock that is held uses a connection of its own, which the heartbeats keep open.
 * All that wait share one connection. A pooler that shares sessions between connections
 * is refused. After the {@code timeout} without a statement, PostgreSQL 14 or later ends
 * the connection and frees the lock. An earlier version does so only if the holder's
 * machine is unreachable, not if the holder is paused.
 * <p>
 * tooz's keys are two bytes of a digest, so there are 65,536 keys. Java members share
 * tooz's key and exclude each other by a key of eight bytes, so only Python confuses two
 * names. A fencing token is a transaction id of the server, plus the time in µs at which
 * its cluster was created. Tokens grow, also if an empty server takes the place of
 * another. They do not after a fail-over to a standby that had not received all
 * transactions, or if a cluster that was created earlier, or a copy, takes over.
 */
public final class PostgresBackendType extends DatabaseBackendType {

	/** tooz has no options for TLS here; these have the names of libpq. */
	private static final TlsOptions TLS = new TlsOptions("sslrootcert", "sslcert", "sslkey", null);

	/**
	 * Creates the type, for {@link java.util.ServiceLoader}.
	 */
	public PostgresBackendType() {
		super(5432, TLS, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND …");
	}

	@Override
	public Set<String> schemes() {
		return Set.of("postgresql");
	}

	@Override
	public Map<String, UrlOption> options() {
		return Map.of("timeout", UrlOption.SECONDS, "host", UrlOption.TEXT, "port", UrlOption.NUMBER, "dbname",
				UrlOption.TEXT, TLS.authority(), UrlOption.TEXT, TLS.certificate(), UrlOption.TEXT, TLS.key(),
				UrlOption.TEXT);
	}

	@Override
	public Map<String, String> libraries() {
		return Map.of("org.postgresql.Driver", "org.postgresql:postgresql");
	}

	@Override
	public void checkId(String what, String id) {
		// Every id is valid: a lock's key is a digest, and a session may go without a
		// name.
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		DatabaseUrl read = read(url);
		return new DatabaseBackend(new PostgresDatabase(read, memberId, registerTls(url)), read,
				new DatabaseErrors("PostgreSQL", read, TLS), memberId);
	}

}
