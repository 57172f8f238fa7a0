package io.servicegroup.tooz.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.TlsOptions;
import io.servicegroup.tooz.ToozUrl;

/**
 * Refuses URLs that mean no server of Redis, or what does not go together.
 */
final class RedisUrls {

	/** The server's name is verified, too. */
	static final TlsOptions TLS = new TlsOptions("ssl_ca_certs", "ssl_certfile", "ssl_keyfile", null);

	private static final Pattern FALLBACK = Pattern
		.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:\\[\\]\\s]+))(?::(\\d{1,5}))?");

	private static final int SENTINEL_PORT = 26379;

	private RedisUrls() {
	}

	static String namespace(ToozUrl url) {
		return Objects.requireNonNullElse(url.option("namespace"), "_tooz");
	}

	/** Whether the server that has the data speaks TLS. */
	static boolean isSecured(ToozUrl url) {
		return url.flag("ssl", url.tlsMaterial() != null);
	}

	/** Whether the sentinels do, which is up to them. */
	static boolean areSentinelsSecured(ToozUrl url) {
		return url.option("sentinel") != null && url.flag("sentinel_ssl", url.tlsMaterial() != null);
	}

	static void check(ToozUrl url) {
		checkHost(url);
		if (url.user() != null && url.password() == null) {
			throw new InvalidToozUrl("'" + url + "' names a user without a password.",
					"Write redis://user:password@host, or redis://:password@host for the default user.");
		}
		checkSentinel(url);
		checkTls(url);
	}

	private static void checkHost(ToozUrl url) {
		boolean path = url.path().length() > 1;
		if (url.hosts().isEmpty() && !(path && url.path().startsWith("/"))) {
			throw new InvalidToozUrl("'" + url + "' names neither a host nor a socket.",
					"Write redis://localhost:6379, or redis:///path/to/redis.sock for a Unix socket.");
		}
		if (url.hosts().size() > 1) {
			throw new InvalidToozUrl("'" + url + "' names several hosts, but a Redis that is written to is one.",
					"Name the one host that takes the writes, or one sentinel, and the others by sentinel_fallback.");
		}
		if (!url.hosts().isEmpty() && path) {
			checkPath(url);
		}
	}

	/** Elsewhere the path is the database's number: whoever means that shall know. */
	private static void checkPath(ToozUrl url) {
		if (url.path().matches("/\\d+")) {
			throw new InvalidToozUrl("'" + url + "' has a path behind its host: '" + url.path() + "'.",
					"Leave it out; a database is chosen by an option: ?db=" + url.path().substring(1) + ".");
		}
		url.warnOfPath();
	}

	private static void checkSentinel(ToozUrl url) {
		Set<String> more = new TreeSet<>(url.optionNames());
		more.removeIf((name) -> !name.startsWith("sentinel_"));
		if (url.option("sentinel") == null && !more.isEmpty()) {
			throw new InvalidToozUrl("'" + url + "' has " + String.join(", ", more) + ", but asks no sentinel.",
					"Name the master that the sentinels watch: sentinel=mymaster.");
		}
		if (url.option("sentinel") != null && url.hosts().isEmpty()) {
			throw new InvalidToozUrl("'" + url + "' names a master, but no sentinel that knows it.",
					"Write redis://sentinel:26379?sentinel=mymaster.");
		}
		if (more.contains("sentinel_username") && !more.contains("sentinel_password")) {
			throw new InvalidToozUrl("'" + url + "' names a user of the sentinels without a password.",
					"Add sentinel_password, or leave out sentinel_username for the default user.");
		}
		sentinels(url);
	}

	private static void checkTls(ToozUrl url) {
		boolean secured = isSecured(url) || areSentinelsSecured(url);
		if (secured && url.hosts().isEmpty()) {
			throw new InvalidToozUrl("'" + url + "' asks for TLS through a Unix socket.",
					"Leave out ssl and the SSL bundle, or name a host.");
		}
		if (!secured && TLS.areIn(url)) {
			throw new InvalidToozUrl("'" + url + "' has certificates, but asks for no TLS.",
					"Add ssl=true" + ((url.option("sentinel") != null)
							? " for the master, sentinel_ssl=true for the sentinels." : "."));
		}
		TLS.check(url);
	}

	/** The URL's host and those that may answer in its place. */
	static List<ToozUrl.Host> sentinels(ToozUrl url) {
		List<ToozUrl.Host> sentinels = new ArrayList<>(url.hosts());
		url.optionList("sentinel_fallback").forEach((fallback) -> sentinels.add(host(url, fallback)));
		return sentinels.stream().map((host) -> new ToozUrl.Host(host.name(), host.portOr(SENTINEL_PORT))).toList();
	}

	private static ToozUrl.Host host(ToozUrl url, String fallback) {
		Matcher host = FALLBACK.matcher(fallback);
		int port = !host.matches() ? 0 : (host.group(3) != null) ? Integer.parseInt(host.group(3)) : SENTINEL_PORT;
		if (port < 1 || port > 65535) {
			throw new InvalidToozUrl("'" + url + "' has a sentinel_fallback that is none: '" + fallback + "'.",
					"Write host:port, and the option once for each.");
		}
		return new ToozUrl.Host((host.group(1) != null) ? host.group(1) : host.group(2), port);
	}

}
