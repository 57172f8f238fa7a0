package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.AsyncFailures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one backend's commands over one shared connection. The first call opens the
 * connection. A call that finds it broken drops it, and the next call opens another.
 * Pub/sub uses a separate connection. Every call has a deadline. Thread-safe.
 */
final class RedisConnector implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisConnector.class);

	private final boolean usesSentinel;

	private final Duration deadline;

	private final RedisErrors errors;

	private final RedisConnections connections;

	private @Nullable StatefulRedisConnection<byte[], byte[]> connection;

	private volatile boolean closed;

	/** The number of connections for commands that were dropped. */
	private volatile long connectionNumber;

	private volatile boolean responsive;

	RedisConnector(ToozUrl url, Duration shortestTimeout) {
		this.deadline = deadline(url, "socket_timeout", shortestTimeout);
		RedisAddress address = new RedisAddress(url);
		this.usesSentinel = address.usesSentinel();
		this.errors = new RedisErrors(address, this.deadline);
		this.connections = new RedisConnections(url, this.deadline,
				deadline(url, "socket_connect_timeout", shortestTimeout),
				Duration.ofSeconds(Math.max(1, shortestTimeout.toSeconds())));
	}

	/**
	 * Returns the URL's value if it is below a third of the timeout. Otherwise returns
	 * that third or the default, whichever is longer. A call that waits longer could
	 * outlive the membership or lock that it renews.
	 */
	private static Duration deadline(ToozUrl url, String option, Duration shortestTimeout) {
		Duration defaultDeadline = ToozUrl.callTimeout(shortestTimeout);
		Duration requested = url.time(option, defaultDeadline);
		Duration longest = shortestTimeout.dividedBy(3);
		return (requested.compareTo(longest) < 0) ? requested
				: (defaultDeadline.compareTo(longest) < 0) ? longest : defaultDeadline;
	}

	/**
	 * Runs a call. If it fails and the connection may be the cause, the next call opens
	 * another connection.
	 * @param key the key to name in an error about its type
	 * @param work the commands to run
	 * @return the result of {@code work}
	 * @throws CoordinationException if the call failed
	 */
	<T extends @Nullable Object> T call(byte[] key, Function<RedisCommands<byte[], byte[]>, T> work) {
		long usedConnection = this.connectionNumber;
		return attempt(usedConnection, key, () -> work.apply(connection().sync()));
	}

	private <T extends @Nullable Object> T attempt(long usedConnection, byte[] key, Supplier<T> work) {
		try {
			T result = work.get();
			this.responsive = true;
			return result;
		}
		catch (RuntimeException ex) {
			if (this.errors.requiresReconnect(ex)) {
				drop(usedConnection);
			}
			CoordinationException error = this.errors.translate(ex, RedisKeys.text(key));
			this.responsive = error instanceof SerializationException;
			throw error;
		}
	}

	/**
	 * Checks that the server answers and, with sentinels, that it is the master. A master
	 * that becomes a replica keeps its connections and still answers.
	 */
	void ping(byte[] key) {
		call(key, (redis) -> this.usesSentinel ? requireMaster(redis.info("replication")) : redis.ping());
	}

	private static String requireMaster(String replication) {
		if (replication.lines().noneMatch("role:master"::equals)) {
			throw new RedisReadOnlyException("READONLY The server is a replica");
		}
		return replication;
	}

	/**
	 * Returns the values of the keys, {@code null} for a missing key, in one round trip.
	 */
	List<byte @Nullable []> values(List<byte[]> keys) {
		if (keys.isEmpty()) {
			return List.of();
		}
		return call(keys.get(0), (redis) -> redis.mget(keys.toArray(byte[][]::new))).stream()
			.map((value) -> value.getValueOrElse(null))
			.toList();
	}

	/**
	 * Runs a script with {@link #call}. The script is sent by its digest, and in full
	 * only if the server does not have it yet.
	 */
	<T> T run(RedisScript<T> script, byte[] key, List<byte[]> keys, byte[]... arguments) {
		byte[][] all = keys.toArray(byte[][]::new);
		return call(key, (redis) -> {
			try {
				return redis.evalsha(script.sha1(), script.output(), all, arguments);
			}
			catch (RedisNoScriptException ex) {
				return redis.eval(script.lua(), script.output(), all, arguments);
			}
		});
	}

	/**
	 * Sends a script without waiting for the answer.
	 * @return waits for the answer, as {@link #run} does
	 */
	<T> Supplier<T> send(RedisScript<T> script, byte[] key, List<byte[]> keys, byte[]... arguments) {
		byte[][] all = keys.toArray(byte[][]::new);
		long usedConnection = this.connectionNumber;
		RedisFuture<T> sent = attempt(usedConnection, key,
				() -> connection().async().evalsha(script.sha1(), script.output(), all, arguments));
		return () -> attempt(usedConnection, key, () -> {
			try {
				return LettuceFutures.awaitOrCancel(sent, this.deadline.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (RedisNoScriptException ex) {
				return connection().sync().eval(script.lua(), script.output(), all, arguments);
			}
		});
	}

	private synchronized StatefulRedisConnection<byte[], byte[]> connection() {
		requireOpen();
		StatefulRedisConnection<byte[], byte[]> open = this.connection;
		if (open == null) {
			open = this.connections.connect();
			this.connection = open;
		}
		return open;
	}

	private void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("The client is closed");
		}
	}

	/**
	 * Drops a connection, so that the next call opens another one. Does nothing if it was
	 * dropped before: several calls may fail on the same connection, and must not drop
	 * its successor.
	 */
	private synchronized void drop(long number) {
		if (this.connectionNumber == number) {
			this.connections.rotateSentinels();
			if (this.connection != null) {
				AsyncFailures.log(this.connection.closeAsync(), logger, "Closing a dropped connection failed");
			}
			this.connection = null;
			this.connectionNumber++;
		}
	}

	/** Returns a number that changes whenever the connection for commands is dropped. */
	long connectionNumber() {
		return this.connectionNumber;
	}

	RedisErrors errors() {
		return this.errors;
	}

	StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
		requireOpen();
		return this.connections.connectPubSub();
	}

	/**
	 * Returns whether the last call succeeded, or failed only because of the type of a
	 * key.
	 */
	boolean isResponsive() {
		return this.responsive;
	}

	/**
	 * Closes all connections. First waits for a call that is opening one: the client must
	 * not stop meanwhile.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.connections.close();
	}

}
