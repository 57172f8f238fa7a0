package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.Objects;

import io.servicegroup.tooz.InvalidToozUrl;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says of a database, or its options where tooz lets them. Without a user, as
 * in tooz's clients, it is the one of the operating system.
 *
 * @param timeout after which a session ends of which the server hears nothing
 * @param deadline how long one call may take
 */
record DatabaseUrl(String host, int port, String name, String user, @Nullable String password, Duration timeout,
		Duration deadline) {

	/** Well within what the servers take as a time. */
	private static final Duration LONGEST = Duration.ofDays(1);

	static DatabaseUrl of(ToozUrl url, int usualPort) {
		String example = "Write it like " + url.scheme() + "://user:password@host/database.";
		if (url.hosts().size() > 1) {
			throw new InvalidToozUrl("'" + url + "' names several hosts: a lock stands in one server.",
					"Name the one that takes the writes, the same one in all members.");
		}
		String host = option(url, "host", url.hosts().isEmpty() ? "" : url.hosts().get(0).name());
		if (host.isEmpty()) {
			throw new InvalidToozUrl("'" + url + "' names no host.", example);
		}
		if (host.contains("/")) {
			throw new InvalidToozUrl("'" + url + "' names a Unix socket, which this version does not support yet.",
					"Name a host.");
		}
		int port = url.number("port", url.hosts().isEmpty() ? usualPort : url.hosts().get(0).portOr(usualPort));
		if (port < 1 || port > 65535) {
			throw new InvalidToozUrl("'" + url + "' has a bad port: '" + port + "'.",
					"A port is a number from 1 to 65535; leave it out for " + usualPort + ".");
		}
		String name = option(url, "dbname", url.path().replaceFirst("^/", ""));
		if (name.isEmpty()) {
			throw new InvalidToozUrl("'" + url + "' names no database.", example);
		}
		String user = Objects.requireNonNullElse(url.user(), System.getProperty("user.name", ""));
		return new DatabaseUrl(host, port, name, user, url.password(), timeout(url), ToozUrl.callTimeout(timeout(url)));
	}

	private static String option(ToozUrl url, String name, String otherwise) {
		return Objects.requireNonNullElse(url.option(name), otherwise);
	}

	private static Duration timeout(ToozUrl url) {
		Duration timeout = url.time("timeout", Duration.ofSeconds(30));
		if (timeout.compareTo(LONGEST) > 0) {
			throw new InvalidToozUrl("'" + url + "' has a timeout of more than a day.",
					"A lock that is freed as soon as its holder is gone needs few seconds.");
		}
		return timeout;
	}

	/** Rounded up, as a time of 0 would mean none at all. */
	int timeoutSeconds() {
		return seconds(this.timeout);
	}

	int deadlineSeconds() {
		return seconds(this.deadline);
	}

	private static int seconds(Duration time) {
		return Math.toIntExact(time.plusMillis(999).toSeconds());
	}

	/** Where it is, for messages. */
	String address() {
		return (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port + "/" + this.name;
	}

	@Override
	public String toString() {
		return address();
	}

}
