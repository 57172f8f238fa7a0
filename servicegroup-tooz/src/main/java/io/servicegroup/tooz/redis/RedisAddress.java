package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.stream.Collectors;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.format.Redactor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The server's address and credentials, as given by a URL.
 */
final class RedisAddress {

	static final int DEFAULT_PORT = 6379;

	private final ToozUrl url;

	RedisAddress(ToozUrl url) {
		this.url = url;
	}

	/** Returns whether each new connection asks sentinels for the master's address. */
	boolean usesSentinel() {
		return this.url.option("sentinel") != null;
	}

	/** Returns the server's name for error messages, without secrets. */
	String description() {
		if (usesSentinel()) {
			String sentinels = RedisUrls.sentinels(this.url)
				.stream()
				.map(ToozUrl.Host::toString)
				.collect(Collectors.joining(", "));
			return "Redis master '" + this.url.option("sentinel") + "' of the sentinels at " + sentinels;
		}
		return "Redis at " + (this.url.hosts().isEmpty() ? this.url.path() : host());
	}

	private ToozUrl.Host host() {
		return this.url.hosts().get(0).withPort(DEFAULT_PORT);
	}

	Redactor redactor() {
		return this.url.redactor();
	}

	/**
	 * Returns the address for Lettuce.
	 * @param deadline the limit of each round trip while connecting, also to each
	 * sentinel
	 */
	RedisURI toRedisUri(Duration deadline) {
		RedisURI uri = new RedisURI();
		if (usesSentinel()) {
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
		uri.setSsl(RedisUrls.usesTls(this.url));
		if (this.url.hasChangingCredentials()) {
			uri.setTimeout(deadline);
			uri.setCredentialsProvider(changing(this.url, deadline));
			return uri;
		}
		return configure(uri, deadline, this.url.user(), this.url.password());
	}

	private RedisURI sentinel(ToozUrl.Host host, Duration deadline) {
		RedisURI uri = new RedisURI(host.name(), host.port(), deadline);
		uri.setSsl(RedisUrls.usesTlsToSentinels(this.url));
		return configure(uri, deadline, this.url.option("sentinel_username"), this.url.option("sentinel_password"));
	}

	/**
	 * Waits on a thread of its own, not on that of the connection or one that the
	 * application may block. Fails before the handshake does, whose error would not name
	 * the supplier.
	 */
	private static RedisCredentialsProvider changing(ToozUrl url, Duration deadline) {
		Duration wait = deadline.multipliedBy(3).dividedBy(4);
		return () -> Mono.fromSupplier(() -> url.credentials(wait))
			.map((current) -> RedisCredentials.just(current.user(), current.password()))
			.subscribeOn(Waiting.SCHEDULER);
	}

	private static RedisURI configure(RedisURI uri, Duration deadline, @Nullable String user,
			@Nullable String password) {
		uri.setTimeout(deadline);
		// To name the library in CLIENT LIST would cost each connection a round trip.
		uri.setLibraryName("");
		uri.setLibraryVersion("");
		if (password != null) {
			uri.setCredentialsProvider(new StaticCredentialsProvider(user, password.toCharArray()));
		}
		return uri;
	}

	/** Apart, so that only a supplier of credentials needs a scheduler. */
	private static final class Waiting {

		static final Scheduler SCHEDULER = Schedulers.fromExecutor(DaemonThreads.starting("servicegroup-redis-login"));

	}

}
