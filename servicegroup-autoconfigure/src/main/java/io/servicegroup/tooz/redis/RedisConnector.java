package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.servicegroup.tooz.SerializationError;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithAuthentication;
import org.springframework.data.redis.connection.RedisConfiguration.WithDatabaseIndex;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSocketConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * The connection of one backend: one for all its commands, made by the first call and
 * made again when it breaks, and one more while somebody watches. Every call ends by the
 * deadline.
 */
final class RedisConnector implements AutoCloseable {

	private static final int DEFAULT_PORT = 6379;

	/** Pushes are back this long after the server is. */
	private static final Delay RECONNECT_DELAY = Delay.equalJitter(50, 500, 100, TimeUnit.MILLISECONDS);

	private static final Duration LONGEST_SHUTDOWN = Duration.ofSeconds(2);

	/**
	 * Lets an attempt to connect that has just failed say so; Netty logs an error else.
	 */
	private static final Duration QUIET = Duration.ofMillis(50);

	private final Duration deadline;

	private final RedisErrors errors;

	private final ClientResources resources;

	private final LettuceConnectionFactory factory;

	private final RedisTemplate<byte[], byte[]> template = new RedisTemplate<>();

	/** How many connections were dropped: the number of the current one. */
	private volatile long connections;

	private volatile boolean answers;

	RedisConnector(ToozUrl url, Duration shortestTimeout) {
		this.deadline = deadline(url, "socket_timeout", shortestTimeout);
		this.errors = new RedisErrors(server(url), url.password(), this.deadline);
		this.resources = ClientResources.builder()
			.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.reconnectDelay(RECONNECT_DELAY)
			.nettyCustomizer(DiscreetEncoder.INSTALLER)
			.build();
		this.factory = new LettuceConnectionFactory(configuration(url), client(url, shortestTimeout));
		this.factory.afterPropertiesSet();
		this.template.setConnectionFactory(this.factory);
		this.template.setDefaultSerializer(RedisSerializer.byteArray());
		this.template.afterPropertiesSet();
	}

	/**
	 * What the URL asks for, but less than a heartbeat's interval: a call that waited
	 * longer would outlive the membership, or the lock, that it is to keep.
	 */
	private static Duration deadline(ToozUrl url, String option, Duration shortestTimeout) {
		Duration usual = url.callTimeout(shortestTimeout);
		Duration asked = url.time(option, usual);
		Duration longest = shortestTimeout.dividedBy(3);
		return (asked.compareTo(longest) < 0) ? asked : (usual.compareTo(longest) < 0) ? longest : usual;
	}

	private static String server(ToozUrl url) {
		return "Redis at " + (url.hosts().isEmpty() ? url.path()
				: new ToozUrl.Host(url.hosts().get(0).name(), url.hosts().get(0).portOr(DEFAULT_PORT)));
	}

	private static RedisConfiguration configuration(ToozUrl url) {
		if (url.hosts().isEmpty()) {
			return with(new RedisSocketConfiguration(url.path()), url);
		}
		ToozUrl.Host host = url.hosts().get(0);
		return with(new RedisStandaloneConfiguration(host.name(), host.portOr(DEFAULT_PORT)), url);
	}

	private static <C extends WithAuthentication & WithDatabaseIndex> C with(C configuration, ToozUrl url) {
		configuration.setUsername(url.user());
		configuration.setPassword(url.password());
		configuration.setDatabase(url.number("db", 0));
		return configuration;
	}

	private LettuceClientConfiguration client(ToozUrl url, Duration shortestTimeout) {
		ClientOptions options = ClientOptions.builder()
			.autoReconnect(true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(this.deadline))
			.socketOptions(sockets(url, shortestTimeout))
			.build();
		return LettuceClientConfiguration.builder()
			.clientResources(this.resources)
			.clientOptions(options)
			.commandTimeout(this.deadline)
			.shutdownQuietPeriod(Duration.ZERO)
			.shutdownTimeout(LONGEST_SHUTDOWN)
			.build();
	}

	/**
	 * Keep-alive is on unless the URL says no: an idle subscription that a firewall
	 * forgot would else stay deaf. redis-py's {@code health_check_interval}, a PING
	 * before a command on an idle connection, maps to nothing: the heart beats on the
	 * connection, and a call that times out drops it.
	 */
	private static SocketOptions sockets(ToozUrl url, Duration shortestTimeout) {
		SocketOptions.Builder options = SocketOptions.builder()
			.connectTimeout(deadline(url, "socket_connect_timeout", shortestTimeout));
		if (url.hosts().isEmpty() || !url.flag("socket_keepalive", true)) {
			return options.keepAlive(false).build();
		}
		Duration idle = Duration.ofSeconds(Math.max(1, shortestTimeout.toSeconds()));
		return options
			.keepAlive(SocketOptions.KeepAliveOptions.builder().enable().idle(idle).interval(idle).count(3).build())
			.build();
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
			this.factory.resetConnection();
			this.connections++;
		}
	}

	RedisErrors errors() {
		return this.errors;
	}

	RedisConnectionFactory factory() {
		return this.factory;
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
