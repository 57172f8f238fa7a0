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
 * The connection of one backend: one for all its commands, made by the first call and
 * made again when it breaks, and one more while somebody watches. Every call ends by the
 * deadline.
 */
final class RedisConnector implements AutoCloseable {

	/** Pushes are back this long after the server is. */
	private static final Delay RECONNECT_DELAY = Delay.equalJitter(50, 500, 100, TimeUnit.MILLISECONDS);

	private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(2);

	/**
	 * Lets an attempt to connect that has just failed say so; Netty logs an error else.
	 */
	private static final Duration QUIET = Duration.ofMillis(50);

	private final boolean sentinels;

	private final RedisErrors errors;

	private final ClientResources resources;

	private final RedisClients factory;

	private final RedisTemplate<byte[], byte[]> template = new RedisTemplate<>();

	/** How many connections were dropped: the number of the current one. */
	private volatile long connections;

	private volatile boolean answers;

	RedisConnector(ToozUrl url, Duration shortestTimeout) {
		Duration deadline = deadline(url, "socket_timeout", shortestTimeout);
		RedisAddress address = new RedisAddress(url);
		this.sentinels = address.isNamedBySentinels();
		this.errors = new RedisErrors(address, deadline);
		// Names by the JDK: the sockets of Netty's own resolver outlive Lettuce's client.
		this.resources = ClientResources.builder()
			.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.reconnectDelay(RECONNECT_DELAY)
			.addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
			.nettyCustomizer(DiscreetEncoder.INSTALLER)
			.build();
		this.factory = new RedisClients(url, this.resources, deadline,
				deadline(url, "socket_connect_timeout", shortestTimeout),
				Duration.ofSeconds(Math.max(1, shortestTimeout.toSeconds())));
		this.template.setConnectionFactory(this.factory);
		this.template.setDefaultSerializer(RedisSerializer.byteArray());
		this.template.afterPropertiesSet();
	}

	/**
	 * What the URL asks for, but less than a heartbeat's interval: a call that waited
	 * longer would outlive the membership, or the lock, that it is to keep.
	 */
	private static Duration deadline(ToozUrl url, String option, Duration shortestTimeout) {
		Duration usual = ToozUrl.callTimeout(shortestTimeout);
		Duration asked = url.time(option, usual);
		Duration longest = shortestTimeout.dividedBy(3);
		return (asked.compareTo(longest) < 0) ? asked : (usual.compareTo(longest) < 0) ? longest : usual;
	}

	/**
	 * Makes a call.
	 * @param key the key to name when it holds another type
	 * @param work what to do
	 * @return what it returns
	 */
	<T extends @Nullable Object> T call(byte[] key, Function<RedisTemplate<byte[], byte[]>, T> work) {
		long begunOn = this.connections;
		try {
			T result = work.apply(this.template);
			this.answers = true;
			return result;
		}
		catch (DataAccessException | IllegalStateException ex) {
			if (this.errors.isConnectionSpoilt(ex)) {
				drop(begunOn);
			}
			ToozError error = this.errors.translate(ex, RedisKeys.text(key));
			this.answers = error instanceof SerializationError;
			throw error;
		}
	}

	/**
	 * Asks whether the server is there, and where sentinels name it, whether it is the
	 * master: one that became a replica while somebody was connected goes on answering.
	 */
	void ping(byte[] key) {
		call(key, (redis) -> redis.execute((RedisCallback<Boolean>) this::isMaster));
	}

	private boolean isMaster(RedisConnection connection) {
		if (!this.sentinels) {
			return "PONG".equals(connection.ping());
		}
		Properties replication = connection.serverCommands().info("replication");
		if (replication == null || !"master".equals(replication.getProperty("role"))) {
			throw new RedisSystemException("", new RedisReadOnlyException("READONLY It is a replica by now"));
		}
		return true;
	}

	/** Runs a script, as {@link #call}. */
	<T> T run(RedisScript<T> script, byte[] key, List<byte[]> keys, Object... arguments) {
		return call(key, (redis) -> redis.execute(script, keys, arguments));
	}

	/**
	 * Lets the next call make another connection, but only once for each: the calls that
	 * fail because this one is dropped must not drop the next.
	 */
	private synchronized void drop(long connection) {
		if (this.connections == connection && this.factory.isRunning()) {
			this.factory.reconnect();
			this.connections++;
		}
	}

	/** The number of the commands' connection: another one, once that was dropped. */
	long connection() {
		return this.connections;
	}

	RedisErrors errors() {
		return this.errors;
	}

	/** Makes a connection for subscriptions, which mends itself until it is closed. */
	StatefulRedisPubSubConnection<byte[], byte[]> subscriber() {
		return this.factory.subscriber();
	}

	/** Whether the server answered the last time it was asked. */
	boolean answers() {
		return this.answers;
	}

	@Override
	public void close() {
		this.factory.destroy();
		this.resources.shutdown(QUIET.toMillis(), LONGEST_SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
			.awaitUninterruptibly(LONGEST_SHUTDOWN.toMillis());
	}

}
