package io.servicegroup.tooz.database;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.TlsOptions;
import io.servicegroup.tooz.spi.UrlOption;

/**
 * The backend for locks and leader election over MySQL or MariaDB, with {@code GET_LOCK}.
 * It has no groups. Its URL is
 * {@code mysql://user:password@host[:3306]/database[?timeout=30]}. It needs the driver
 * {@code org.mariadb.jdbc:mariadb-java-client}, for MySQL too.
 * <p>
 * Each lock that is held uses a connection of its own, which the heartbeats keep open.
 * All that wait share one connection. After the {@code timeout} without a statement, in
 * whole seconds, the server ends the connection and frees the lock. A lock's name is
 * valid for all databases of one server; the nodes of a cluster do not share locks. MySQL
 * ignores the case of names, MariaDB does not. A user with {@code caching_sha2_password}
 * needs TLS, unless the server has its digest in its cache.
 * <p>
 * A fencing token consists of the server's start time and a counter. Tokens grow, also if
 * an empty server takes the place of another, unless a server takes over that was started
 * earlier, or the clock is set back while the server restarts. The leader's id is known
 * to the leader only.
 */
public final class MySqlBackendType extends DatabaseBackendType {

	/** MySQL's limit. MariaDB's 192 bytes are enough for 64 of the allowed characters. */
	private static final int MAX_LOCK_NAME_LENGTH = 64;

	/** The driver also verifies the server's name, unless ssl_check_hostname is off. */
	private static final TlsOptions TLS = new TlsOptions("ssl_ca", "ssl_cert", "ssl_key", null);

	/**
	 * Creates the type, for {@link java.util.ServiceLoader}.
	 */
	public MySqlBackendType() {
		super(3306, TLS, "SELECT IS_USED_LOCK('…'), and KILL with the number that it returns");
	}

	@Override
	boolean usesTls(ToozUrl url) {
		return super.usesTls(url) || url.option("ssl_check_hostname") != null;
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
		int excess = lock.length() - MAX_LOCK_NAME_LENGTH;
		if (excess > 0) {
			throw new InvalidToozUrlException(
					"Invalid " + what + " id '" + id + "': MySQL allows " + MAX_LOCK_NAME_LENGTH
							+ " characters in a lock's name, and '" + lock + "' has " + lock.length() + ".",
					"Use at most " + (id.length() - excess) + " characters.");
		}
		if (id.chars().anyMatch((c) -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
			throw new InvalidToozUrlException(
					"Invalid " + what + " id '" + id.replaceAll("\\p{Cntrl}", "?")
							+ "': MySQL allows no control characters in a lock's name, and none beyond U+FFFF.",
					"Use letters, digits and punctuation.");
		}
	}

	@Override
	public Backend create(ToozUrl url, String memberId) {
		DatabaseUrl read = read(url);
		return new DatabaseBackend(new MySqlDatabase(read, registerTls(url), url.flag("ssl_check_hostname", true)),
				read, new DatabaseErrors("MySQL", read, TLS), memberId);
	}

}
