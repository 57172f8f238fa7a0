package io.servicegroup.tooz.database;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.UrlOption;

/**
 * {@code mysql://user:password@host[:3306]/database[?timeout=30]}, MySQL or MariaDB:
 * locks, and leader election over them, by {@code GET_LOCK}; no groups. It needs the
 * driver {@code org.mariadb.jdbc:mariadb-java-client} on the class path, which talks to
 * both.
 * <p>
 * Each lock that is held or waited for takes a connection of its own. The heartbeats keep
 * it; the server ends it, and frees the lock, once it has not heard of it for the
 * {@code timeout}, in whole seconds. A name is one lock in the whole server, whatever the
 * database, but of one server only: a cluster's nodes do not share them. MySQL does not
 * tell capitals from small letters in it. A user with {@code caching_sha2_password} needs
 * TLS, unless the server happens to have its digest in memory.
 * <p>
 * A fencing token is made of the server's start time and a count: it grows as long as one
 * server hands them out whose clock is not set back while it restarts. Who leads is told
 * by name to the leader itself only.
 */
public final class MySqlBackendType extends DatabaseBackendType {

	/** MySQL's limit; MariaDB's, of 192 bytes, is never less for such characters. */
	private static final int LONGEST = 64;

	/** The server's name is verified unless {@code ssl_check_hostname} says no. */
	private static final TlsOptions TLS = new TlsOptions("ssl_ca", "ssl_cert", "ssl_key", null);

	/**
	 * Creates the type, for {@link java.util.ServiceLoader}.
	 */
	public MySqlBackendType() {
		super(3306, TLS, "SELECT IS_USED_LOCK('…') and KILL with the number that it says");
	}

	@Override
	boolean asksForTls(ToozUrl url) {
		return super.asksForTls(url) || url.option("ssl_check_hostname") != null;
	}

	@Override
	public Set<String> schemes() {
		return Set.of("mysql");
	}

	@Override
	public Map<String, UrlOption> options() {
		Map<String, UrlOption> options = new HashMap<>(Map.of("timeout", UrlOption.SECONDS));
		Set.of(TLS.authority(), TLS.certificate(), TLS.key()).forEach((name) -> options.put(name, UrlOption.TEXT));
		options.put("ssl_check_hostname", UrlOption.FLAG);
		Set.of("ssl_capath", "ssl_cipher", "ssl_verify_mode", "unix_socket")
			.forEach((name) -> options.put(name, UrlOption.NOT_YET));
		return options;
	}

	@Override
	public Map<String, String> libraries() {
		return Map.of("org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client");
	}

	@Override
	public void checkId(String what, String id) {
		if (what.equals("member")) {
			return;
		}
		String lock = what.equals("group") ? DatabaseBackend.leaderLockName(id) : id;
		int over = lock.length() - LONGEST;
		if (over > 0) {
			throw new InvalidToozUrl("The " + what + " id '" + id + "' makes a lock's name that is longer than MySQL's "
					+ LONGEST + " characters.", "Make it " + over + " characters shorter.");
		}
		if (id.chars().anyMatch((c) -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
			throw new InvalidToozUrl(
					"The " + what + " id '" + id.replaceAll("\\p{Cntrl}", "?")
							+ "' has a character that MySQL does not take in a lock's name.",
					"Use letters, digits and punctuation.");
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		DatabaseUrl read = read(url);
		return new DatabaseBackend(new MySqlDatabase(read, handover(url), url.flag("ssl_check_hostname", true)), read,
				new DatabaseErrors("MySQL", read, TLS), memberId);
	}

}
