package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.servicegroup.tooz.SerializationError;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Runs one backend's commands over one shared connection. The first call opens the
 * connection, and a call that finds it broken makes the next one open another. Pub/sub
 * has a connection of its own. Every call ends by a deadline. Thread-safe.
 */
final class RedisConnector implements AutoCloseable {

	/** Between attempts to restore the pub/sub connection. */
	private static final Delay RECONNECT_DELAY = Delay.equalJitter(50, 500, 100, TimeUnit.MILLISECONDS);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

	/**
	 * Netty logs an error when a failed connection attempt completes after the shutdown.
	 */
	private static final Duration SHUTDOWN_QUIET_PERIOD = Duration.ofMillis(50);

	private final boolean usesSentinel;

	private final RedisErrors errors;

	private final ClientResources resources;

	private final RedisConnections connectionFactory;

	private final RedisTemplate<byte[], byte[]> template = new RedisTemplate<>();

	/** Counts the connections for commands: the number of dropped ones. */
	private volatile long connectionNumber;

	private volatile boolean responsive;

	RedisConnector(ToozUrl url, Duration shortestTimeout) {
		Duration deadline = deadline(url, "socket_timeout", shortestTimeout);
		RedisAddress address = new RedisAddress(url);
		this.usesSentinel = address.usesSentinel();
		this.errors = new RedisErrors(address, deadline);
		// The JDK resolves names: sockets of Netty's resolver would outlive the client.
		this.resources = ClientResources.builder()
			.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.reconnectDelay(RECONNECT_DELAY)
			.addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
			.nettyCustomizer(NonLoggingCommandEncoder.INSTALLER)
			.build();
		this.connectionFactory = new RedisConnections(url, this.resources, deadline,
				deadline(url, "socket_connect_timeout", shortestTimeout),
				Duration.ofSeconds(Math.max(1, shortestTimeout.toSeconds())));
		this.template.setConnectionFactory(this.connectionFactory);
		this.template.setDefaultSerializer(RedisSerializer.byteArray());
		this.template.afterPropertiesSet();
	}

	/**
	 * Returns the URL's value if it is below a third of the timeout, which is a
	 * heartbeat's interval, else that third or the longer default. A call that waits
	 * longer could outlive the membership or lock that it renews.
	 */
	private static Duration deadline(ToozUrl url, String option, Duration shortestTimeout) {
		Duration defaultDeadline = ToozUrl.callTimeout(shortestTimeout);
		Duration requested = url.time(option, defaultDeadline);
		Duration longest = shortestTimeout.dividedBy(3);
		return (requested.compareTo(longest) < 0) ? requested
				: (defaultDeadline.compareTo(longest) < 0) ? longest : defaultDeadline;
	}

	/**
	 * Runs a call. After a failure that may be the connection's, the next call opens
	 * another one.
	 * @param key the key to name in an error about its type
	 * @param work the commands to run
	 * @return the result of {@code work}
	 * @throws ToozError if the call failed
	 */
	<T extends @Nullable Object> T call(byte[] key, Function<RedisTemplate<byte[], byte[]>, T> work) {
		long usedConnection = this.connectionNumber;
		try {
			T result = work.apply(this.template);
			this.responsive = true;
			return result;
		}
		catch (DataAccessException | IllegalStateException ex) {
			if (this.errors.requiresReconnect(ex)) {
				drop(usedConnection);
			}
			ToozError error = this.errors.translate(ex, RedisKeys.text(key));
			this.responsive = error instanceof SerializationError;
			throw error;
		}
	}

	/**
	 * Checks that the server answers and, with sentinels, that it is the master. A master
	 * that becomes a replica keeps its connections and still answers.
	 */
	void ping(byte[] key) {
		call(key, (redis) -> redis.execute((RedisCallback<Boolean>) this::isMaster));
	}

	private boolean isMaster(RedisConnection connection) {
		if (!this.usesSentinel) {
			return "PONG".equals(connection.ping());
		}
		Properties replication = connection.serverCommands().info("replication");
		if (replication == null || !"master".equals(replication.getProperty("role"))) {
			throw new RedisSystemException("", new RedisReadOnlyException("READONLY The server is a replica"));
		}
		return true;
	}

	/** Runs a script with {@link #call}. */
	<T> T run(RedisScript<T> script, byte[] key, List<byte[]> keys, Object... arguments) {
		return call(key, (redis) -> redis.execute(script, keys, arguments));
	}

	/**
	 * Drops a connection, so that the next call opens another one. Does nothing if it is
	 * dropped already: calls that fail because of it must not drop its successor.
	 */
	private synchronized void drop(long number) {
		if (this.connectionNumber == number && this.connectionFactory.isRunning()) {
			this.connectionFactory.reconnect();
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

	/** Opens a pub/sub connection, which reconnects by itself until it is closed. */
	StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
		return this.connectionFactory.connectPubSub();
	}

	/** Returns whether the last call got an answer. */
	boolean isResponsive() {
		return this.responsive;
	}

	@Override
	public void close() {
		this.connectionFactory.destroy();
		this.resources.shutdown(SHUTDOWN_QUIET_PERIOD.toMillis(), SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
			.awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
	}

}
