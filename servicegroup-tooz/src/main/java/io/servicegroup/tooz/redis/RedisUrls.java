package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.TlsOptions;

/**
 * Validates {@code redis://} and {@code rediss://} URLs and reads the options for TLS and
 * sentinels.
 */
final class RedisUrls {

	/** The client also verifies that the certificate is valid for the server's name. */
	static final TlsOptions TLS = new TlsOptions("ssl_ca_certs", "ssl_certfile", "ssl_keyfile", null);

	/**
	 * The scheme of Redis over TLS, as in other Redis clients; tooz has only the option
	 * ssl.
	 */
	static final String TLS_SCHEME = "rediss";

	private static final int SENTINEL_PORT = 26379;

	private RedisUrls() {
	}

	static String namespace(ToozUrl url) {
		return Objects.requireNonNullElse(url.option("namespace"), "_tooz");
	}

	/** Returns whether connections to the server that has the data use TLS. */
	static boolean usesTls(ToozUrl url) {
		return url.flag("ssl", isTlsByDefault(url));
	}

	/** Returns whether connections to the sentinels use TLS. */
	static boolean usesTlsToSentinels(ToozUrl url) {
		return url.option("sentinel") != null && url.flag("sentinel_ssl", isTlsByDefault(url));
	}

	private static boolean isTlsByDefault(ToozUrl url) {
		return url.scheme().equals(TLS_SCHEME) || url.tlsMaterial() != null;
	}

	/**
	 * Validates a URL.
	 * @throws InvalidToozUrlException if it has no usable server, or options that
	 * contradict each other
	 */
	static void check(ToozUrl url) {
		checkHost(url);
		if (url.user() != null && url.password() == null) {
			throw new InvalidToozUrlException("'" + url + "' has a user without a password.", "Write " + url.scheme()
					+ "://user:password@host, or " + url.scheme() + "://:password@host for the default user.");
		}
		checkSentinel(url);
		checkTls(url);
	}

	private static void checkHost(ToozUrl url) {
		boolean path = url.path().length() > 1;
		if (url.hosts().isEmpty() && !(path && url.path().startsWith("/"))) {
			throw new InvalidToozUrlException("'" + url + "' has neither a host nor a socket path.",
					"Write " + url.scheme() + "://localhost:6379, or redis:///path/to/redis.sock for a Unix socket.");
		}
		if (url.hosts().size() > 1) {
			throw new InvalidToozUrlException(
					"'" + url + "' has several hosts, but Redis accepts writes on one host only.",
					"Keep the host that accepts writes. With sentinels, keep one sentinel and add the others as "
							+ "sentinel_fallback.");
		}
		if (!url.hosts().isEmpty() && path) {
			checkPath(url);
		}
	}

	/**
	 * Rejects a number as the path: other clients read it as the number of the database.
	 * Warns of any other path.
	 */
	private static void checkPath(ToozUrl url) {
		if (url.path().matches("/\\d+")) {
			throw new InvalidToozUrlException("'" + url + "' has a path after the host: '" + url.path() + "'.",
					"Remove it. Select the database with ?db=" + url.path().substring(1) + ".");
		}
		url.warnOfPath();
	}

	private static void checkSentinel(ToozUrl url) {
		Set<String> more = new TreeSet<>(url.optionNames());
		more.removeIf((name) -> !name.startsWith("sentinel_"));
		if (url.option("sentinel") == null && !more.isEmpty()) {
			throw new InvalidToozUrlException("'" + url + "' sets " + String.join(", ", more) + ", but not sentinel.",
					"Set sentinel to the name of the master that the sentinels monitor: sentinel=mymaster.");
		}
		if (url.option("sentinel") != null && url.hosts().isEmpty()) {
			throw new InvalidToozUrlException("'" + url + "' sets sentinel, but has no sentinel's host.",
					"Write " + url.scheme() + "://sentinel:26379?sentinel=mymaster.");
		}
		if (more.contains("sentinel_username") && !more.contains("sentinel_password")) {
			throw new InvalidToozUrlException("'" + url + "' sets sentinel_username without sentinel_password.",
					"Add sentinel_password, or remove sentinel_username to log in as the default user.");
		}
		sentinels(url);
	}

	private static void checkTls(ToozUrl url) {
		if (url.scheme().equals(TLS_SCHEME) && !usesTls(url)) {
			throw new InvalidToozUrlException("'" + url + "' has a scheme for TLS, but sets ssl=false.",
					"Remove ssl=false.");
		}
		boolean tls = usesTls(url) || usesTlsToSentinels(url);
		if (tls && url.hosts().isEmpty()) {
			throw new InvalidToozUrlException("'" + url + "' turns on TLS for a Unix socket.",
					"Write redis:///path/to/redis.sock without ssl and without an SSL bundle, or use a host.");
		}
		if (!tls && TLS.areIn(url)) {
			throw new InvalidToozUrlException("'" + url + "' has certificates, but TLS is off.", (url
				.option("sentinel") != null)
						? "Add ssl=true for the master, or sentinel_ssl=true for the sentinels; rediss:// means both."
						: "Write rediss://, or add ssl=true.");
		}
		TLS.check(url);
	}

	/** Returns the URL's host, then those of {@code sentinel_fallback}. */
	static List<ToozUrl.Host> sentinels(ToozUrl url) {
		List<ToozUrl.Host> sentinels = new ArrayList<>(url.hosts());
		url.optionList("sentinel_fallback").forEach((fallback) -> sentinels.add(host(url, fallback)));
		return sentinels.stream().map((host) -> host.withPort(SENTINEL_PORT)).toList();
	}

	private static ToozUrl.Host host(ToozUrl url, String fallback) {
		ToozUrl.Host host = ToozUrl.Host.parse(fallback);
		if (host == null) {
			throw new InvalidToozUrlException("'" + url + "' has an invalid sentinel_fallback: '" + fallback + "'.",
					"Write host:port with a port from 1 to 65535, and repeat the option for each sentinel.");
		}
		return host;
	}

	/**
	 * Returns the URL's value if it is below a third of the timeout. Otherwise returns
	 * that third or the default, whichever is longer. A call that waits longer could
	 * outlive the membership or lock that it renews.
	 */
	static Duration deadline(ToozUrl url, String option, Duration shortestTimeout) {
		Duration defaultDeadline = ToozUrl.callTimeout(shortestTimeout);
		Duration requested = url.time(option, defaultDeadline);
		Duration longest = shortestTimeout.dividedBy(3);
		return (requested.compareTo(longest) < 0) ? requested
				: (defaultDeadline.compareTo(longest) < 0) ? longest : defaultDeadline;
	}

}
