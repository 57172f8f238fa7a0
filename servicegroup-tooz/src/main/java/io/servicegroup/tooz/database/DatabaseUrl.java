package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import io.servicegroup.tooz.Credentials;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.format.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a database's URL. Options of the URL override them where tooz has such
 * options. If the URL has no user, the user of the operating system is used, as in tooz's
 * clients.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port the port
 * @param name the database's name
 * @param login returns the user and the password for a connection
 * @param redactor hides the password
 * @param timeout the time without a statement after which the server ends a session
 * @param deadline the limit of one call
 */
record DatabaseUrl(String host, int port, String name, Supplier<Login> login, Redactor redactor, Duration timeout,
		Duration deadline) {

	/** The maximum timeout, well below the limits of the servers. */
	private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

	/**
	 * Reads a URL.
	 * @throws InvalidToozUrlException if it has no usable host, port, database or timeout
	 */
	static DatabaseUrl of(ToozUrl url, int defaultPort) {
		String example = "Write " + url.scheme() + "://user:password@host/database.";
		if (url.hosts().size() > 1) {
			throw new InvalidToozUrlException("'" + url + "' has several hosts, but one server holds the locks.",
					"Keep the host that accepts writes, the same one in all members.");
		}
		String host = option(url, "host", url.hosts().isEmpty() ? "" : url.hosts().get(0).name());
		if (host.isEmpty()) {
			throw new InvalidToozUrlException("'" + url + "' has no host.", example);
		}
		if (host.contains("/")) {
			throw new InvalidToozUrlException("'" + url + "' has a Unix socket as its host, which is not supported.",
					"Use a host name or an IP address.");
		}
		int port = url.number("port",
				url.hosts().isEmpty() ? defaultPort : url.hosts().get(0).withPort(defaultPort).port());
		if (port < 1 || port > 65535) {
			throw new InvalidToozUrlException("'" + url + "' has an invalid port: '" + port + "'.",
					"Use a number from 1 to 65535, or leave it out for " + defaultPort + ".");
		}
		String name = option(url, "dbname", url.path().replaceFirst("^/", ""));
		if (name.isEmpty()) {
			throw new InvalidToozUrlException("'" + url + "' has no database name.", example);
		}
		Duration deadline = ToozUrl.callTimeout(timeout(url));
		return new DatabaseUrl(host, port, name, () -> Login.of(url, deadline), url.redactor(), timeout(url), deadline);
	}

	private static String option(ToozUrl url, String name, String defaultValue) {
		return Objects.requireNonNullElse(url.option(name), defaultValue);
	}

	private static Duration timeout(ToozUrl url) {
		Duration timeout = url.time("timeout", Duration.ofSeconds(30));
		if (timeout.compareTo(MAX_TIMEOUT) > 0) {
			throw new InvalidToozUrlException("'" + url + "' has a timeout of more than a day.",
					"Use some seconds: the server frees the locks of a dead member after this time.");
		}
		return timeout;
	}

	/** Returns the timeout in seconds, rounded up, as 0 would mean no timeout. */
	int timeoutSeconds() {
		return seconds(this.timeout);
	}

	int deadlineSeconds() {
		return seconds(this.deadline);
	}

	private static int seconds(Duration time) {
		return Math.toIntExact(time.plusMillis(999).toSeconds());
	}

	/** Returns host, port and database, for messages. */
	String address() {
		return new ToozUrl.Host(this.host, this.port) + "/" + this.name;
	}

	@Override
	public String toString() {
		return address();
	}

	/**
	 * A user and a password.
	 *
	 * @param user the user
	 * @param password the password, or {@code null}
	 */
	record Login(String user, @Nullable String password) {

		private static Login of(ToozUrl url, Duration deadline) {
			Credentials credentials = url.credentials(deadline);
			String user = (credentials != null) ? credentials.user() : url.user();
			return new Login(Objects.requireNonNullElse(user, System.getProperty("user.name", "")),
					(credentials != null) ? credentials.password() : null);
		}

		/** Leaves out the password. */
		@Override
		public String toString() {
			return this.user;
		}

	}

}
