package io.servicegroup.tooz.database;

import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.UrlOption;

/**
 * {@code postgresql://user:password@host[:5432]/database[?timeout=30]}: locks, and leader
 * election over them, as session advisory locks of one database; no groups. It needs the
 * driver {@code org.postgresql:postgresql} on the class path.
 * <p>
 * Each lock that is held or waited for takes a connection of its own, which has to lead
 * to the server itself: through a pooler that shares sessions a lock is nobody's. The
 * heartbeats keep it; a server since version 14 ends it, and frees the lock, once it has
 * not heard of it for the {@code timeout}. An older server finds out about a holder whose
 * machine is gone, but waits for one that is merely paused.
 * <p>
 * tooz's keys are two bytes of a digest: of 65,536 names two share one lock, a leader's
 * among them. A fencing token is the number of a transaction of the server's, which grows
 * until a fail-over to a standby that had not received all.
 */
public final class PostgresBackendType extends DatabaseBackendType {

	/** tooz has none of these; they bear libpq's names. */
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
		// A lock's key is a digest, and a name that a session cannot bear is left out.
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		DatabaseUrl read = read(url);
		return new DatabaseBackend(new PostgresDatabase(read, memberId, handover(url)), read,
				new DatabaseErrors("PostgreSQL", read, TLS), memberId);
	}

}
