package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is that a URL means, and as whom to log in there.
 */
final class RedisAddress {

	static final int DEFAULT_PORT = 6379;

	private final ToozUrl url;

	RedisAddress(ToozUrl url) {
		this.url = url;
	}

	/** Whether sentinels say who the master is, each time that a connection is made. */
	boolean isNamedBySentinels() {
		return this.url.option("sentinel") != null;
	}

	/** What errors call the server. */
	String server() {
		if (isNamedBySentinels()) {
			String sentinels = RedisUrls.sentinels(this.url)
				.stream()
				.map(ToozUrl.Host::toString)
				.collect(Collectors.joining(", "));
			return "Redis master '" + this.url.option("sentinel") + "' of the sentinels at " + sentinels;
		}
		return "Redis at " + (this.url.hosts().isEmpty() ? this.url.path() : host());
	}

	private ToozUrl.Host host() {
		ToozUrl.Host host = this.url.hosts().get(0);
		return new ToozUrl.Host(host.name(), host.portOr(DEFAULT_PORT));
	}

	/** The passwords, to be blotted out. */
	List<String> secrets() {
		return Stream.of(this.url.password(), this.url.option("sentinel_password"))
			.flatMap(Stream::ofNullable)
			.toList();
	}

	/**
	 * In the client's form.
	 * @param deadline for each round trip of a connection that is being made, to each
	 * sentinel, too
	 */
	RedisURI uri(Duration deadline) {
		RedisURI uri = new RedisURI();
		if (isNamedBySentinels()) {
			uri.setSentinelMasterId(this.url.option("sentinel"));
			RedisUrls.sentinels(this.url).forEach((host) -> uri.getSentinels().add(sentinel(host, deadline)));
		}
		else if (this.url.hosts().isEmpty()) {
			uri.setSocket(this.url.path());
		}
		else {
			uri.setHost(host().name());
			uri.setPort(host().port());
		}
		uri.setDatabase(this.url.number("db", 0));
		uri.setSsl(RedisUrls.isSecured(this.url));
		return with(uri, deadline, this.url.user(), this.url.password());
	}

	private RedisURI sentinel(ToozUrl.Host host, Duration deadline) {
		RedisURI uri = new RedisURI(host.name(), host.port(), deadline);
		uri.setSsl(RedisUrls.areSentinelsSecured(this.url));
		return with(uri, deadline, this.url.option("sentinel_username"), this.url.option("sentinel_password"));
	}

	private static RedisURI with(RedisURI uri, Duration deadline, @Nullable String user, @Nullable String password) {
		uri.setTimeout(deadline);
		if (password != null) {
			uri.setCredentialsProvider(new StaticCredentialsProvider(user, password.toCharArray()));
		}
		return uri;
	}

}
