package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.Collections;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Opens Spring Data's connections over a client that this class configures, as Spring
 * Data can turn TLS on for master and sentinels only together.
 */
final class RedisConnections extends LettuceConnectionFactory {

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

	private final ClientResources resources;

	private final RedisURI uri;

	private final ClientOptions options;

	/**
	 * Configures the client; opens no connection.
	 * @param deadline the limit of each command
	 * @param connectDeadline the limit of each attempt to connect
	 * @param idle the time without traffic after which TCP keep-alive probes a connection
	 */
	RedisConnections(ToozUrl url, ClientResources resources, Duration deadline, Duration connectDeadline,
			Duration idle) {
		super(database(url), configuration(resources, deadline));
		this.resources = resources;
		this.uri = new RedisAddress(url).toRedisUri(deadline);
		this.options = options(url, deadline, sockets(url, connectDeadline, idle));
		afterPropertiesSet();
	}

	/** Spring Data itself needs only the database's number. */
	private static RedisStandaloneConfiguration database(ToozUrl url) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration();
		configuration.setDatabase(url.number("db", 0));
		return configuration;
	}

	private static LettuceClientConfiguration configuration(ClientResources resources, Duration deadline) {
		return LettuceClientConfiguration.builder()
			.clientResources(resources)
			.commandTimeout(deadline)
			.shutdownQuietPeriod(Duration.ZERO)
			.shutdownTimeout(SHUTDOWN_TIMEOUT)
			.build();
	}

	@Override
	protected AbstractRedisClient createClient() {
		RedisClient client = RedisClient.create(this.resources, this.uri);
		client.setOptions(this.options);
		return client;
	}

	/**
	 * Drops the connection, so that the next command opens another one. It asks the next
	 * sentinel first: the previous one may be frozen, or not know the new master yet.
	 */
	void reconnect() {
		Collections.rotate(this.uri.getSentinels(), -1);
		resetConnection();
	}

	StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
		return ((RedisClient) getRequiredNativeClient()).connectPubSub(ByteArrayCodec.INSTANCE);
	}

	private static ClientOptions options(ToozUrl url, Duration deadline, SocketOptions sockets) {
		ClientOptions.Builder options = ClientOptions.builder()
			.autoReconnect(true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(deadline))
			.socketOptions(sockets);
		if (RedisUrls.TLS.areIn(url)) {
			options.sslOptions(certificates(RedisUrls.TLS.material(url), deadline));
		}
		return options.build();
	}

	private static SslOptions certificates(TlsMaterial material, Duration deadline) {
		SslOptions.Builder options = SslOptions.builder()
			.jdkSslProvider()
			.handshakeTimeout(deadline)
			.keyManager(material.keyManagerFactory())
			.trustManager(material.trustManagerFactory());
		if (!material.cipherSuites().isEmpty()) {
			options.cipherSuites(material.cipherSuites().toArray(String[]::new));
		}
		if (!material.protocols().isEmpty()) {
			options.protocols(material.protocols().toArray(String[]::new));
		}
		return options.build();
	}

	/**
	 * Turns keep-alive on unless the URL turns it off: without it, an idle pub/sub
	 * connection that a firewall has dropped would receive nothing, without an error.
	 * redis-py's {@code health_check_interval} (a PING before a command on an idle
	 * connection) and {@code retry_on_timeout} have no effect. The heartbeats check the
	 * connection and are retried, and a call that times out drops it.
	 */
	private static SocketOptions sockets(ToozUrl url, Duration connectDeadline, Duration idle) {
		SocketOptions.Builder options = SocketOptions.builder().connectTimeout(connectDeadline);
		if (url.hosts().isEmpty() || !url.flag("socket_keepalive", true)) {
			return options.keepAlive(false).build();
		}
		return options
			.keepAlive(SocketOptions.KeepAliveOptions.builder().enable().idle(idle).interval(idle).count(3).build())
			.build();
	}

}
