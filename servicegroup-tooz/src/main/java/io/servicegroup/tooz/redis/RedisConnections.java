package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.handler.ssl.SslContextBuilder;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.AsyncFailures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures Lettuce's client with the URL's options, and opens connections. Creating it
 * loads most of Lettuce, Netty and Reactor.
 */
final class RedisConnections implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisConnections.class);

	/** The delay between attempts to restore the pub/sub connection. */
	private static final Delay RECONNECT_DELAY = Delay.equalJitter(50, 500, 100, TimeUnit.MILLISECONDS);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

	/** The longest time that Linux accepts for keep-alive, see tcp(7). */
	private static final Duration MAX_KEEP_ALIVE = Duration.ofSeconds(32_767);

	/**
	 * Netty logs an error when a failed connection attempt completes after the shutdown.
	 */
	private static final Duration SHUTDOWN_QUIET_PERIOD = Duration.ofMillis(50);

	private final RotatingResolver resolver = new RotatingResolver();

	private final ClientResources resources;

	private final RedisURI uri;

	private final RedisClient client;

	private final ClientOptions options;

	private final Duration connectDeadline;

	/** Counts the calls of {@link #rotateSentinels} that had an effect. */
	private int rotations;

	/**
	 * Creates the client; opens no connection.
	 * @param tls the TLS material, or {@code null} for that of the JVM
	 * @param clientName the name of the connections in the server's list of clients
	 * @param deadline the limit of each command
	 * @param connectDeadline the limit of each attempt to connect
	 * @param idle the time without traffic after which TCP keep-alive probes a connection
	 */
	RedisConnections(ToozUrl url, @Nullable TlsMaterial tls, String clientName, Duration deadline,
			Duration connectDeadline, Duration idle) {
		this.connectDeadline = connectDeadline;
		this.uri = new RedisAddress(url).toRedisUri(deadline);
		// By HELLO, which no access list refuses. A name has no blanks.
		this.uri.setClientName(clientName.replaceAll("[^!-~]", "_"));
		this.options = options(url, tls, deadline, sockets(url, connectDeadline, idle));
		this.resources = url
			.customize(ClientResources.Builder.class,
					ClientResources.builder()
						.ioThreadPoolSize(2)
						.computationThreadPoolSize(2)
						.reconnectDelay(RECONNECT_DELAY)
						// A histogram for each kind of command, which nothing reads.
						.commandLatencyRecorder(CommandLatencyRecorder.disabled())
						.addressResolverGroup(this.resolver)
						.nettyCustomizer(NonLoggingCommandEncoder.INSTALLER))
			.build();
		this.client = new AsyncRedisClient(this.resources, this.uri);
		this.client.setOptions(this.options);
	}

	/**
	 * Creates a client that reports the bytes that arrive on its connections, on the same
	 * threads. Its caller limits each command, and closes it before this object.
	 * @param arrival called whenever bytes arrive
	 */
	RedisClient client(Runnable arrival) {
		RedisClient reporting = new AsyncRedisClient(
				this.resources.mutate().nettyCustomizer(new ArrivalReporter(arrival)).build(), this.uri);
		reporting.setOptions(this.options.mutate().timeoutOptions(TimeoutOptions.create()).build());
		return reporting;
	}

	/** Opens a connection for commands. */
	StatefulRedisConnection<byte[], byte[]> connect(RedisClient reporting) {
		return open(() -> reporting.connectAsync(ByteArrayCodec.INSTANCE, this.uri));
	}

	/** Opens a pub/sub connection, which reconnects by itself until it is closed. */
	StatefulRedisPubSubConnection<byte[], byte[]> connectPubSub() {
		return open(() -> this.client.connectPubSubAsync(ByteArrayCodec.INSTANCE, this.uri));
	}

	/**
	 * Opens a connection. Tries the other addresses of the server's name within the
	 * deadline. Tries once more if Lettuce lost the reason of a failure, but not after
	 * half of the deadline: a call must not take two deadlines.
	 */
	private <T extends StatefulConnection<?, ?>> T open(Supplier<ConnectionFuture<T>> attempt) {
		long begun = System.nanoTime();
		for (int failed = 1;; failed++) {
			try {
				return await(attempt.get());
			}
			catch (RedisConnectionException ex) {
				this.resolver.rotate();
				long elapsed = System.nanoTime() - begun;
				boolean nextAddress = failed < this.resolver.addresses() && elapsed < this.connectDeadline.toNanos();
				boolean sameAgain = failed == 1 && RedisErrors.lacksReason(ex)
						&& elapsed <= this.connectDeadline.toNanos() / 2;
				if (!nextAddress && !sameAgain) {
					throw ex;
				}
				logger.debug("Connection failed; trying the next address, or the same one if its reason is lost", ex);
			}
		}
	}

	/**
	 * Waits for a connection. Unlike Lettuce's own method, closes the connection if the
	 * thread was interrupted.
	 */
	private static <T extends StatefulConnection<?, ?>> T await(ConnectionFuture<T> connection) {
		try {
			return connection.get();
		}
		catch (InterruptedException ex) {
			AsyncFailures.log(connection.thenCompose(StatefulConnection::closeAsync), logger,
					"A connection attempt failed or did not close after an interrupt");
			Thread.currentThread().interrupt();
			throw new RedisCommandInterruptedException(ex);
		}
		catch (ExecutionException ex) {
			throw new RedisConnectionException("Connection failed", ex.getCause());
		}
	}

	/** Returns the number to pass to {@link #rotateSentinels} if a connection fails. */
	synchronized int rotations() {
		return this.rotations;
	}

	/**
	 * Makes new connections ask the next sentinel first: the previous one may be frozen,
	 * or not know the new master yet. Does nothing if another connection has done so.
	 * @param seen the {@link #rotations()} before the failed connection was opened
	 */
	synchronized void rotateSentinels(int seen) {
		if (this.rotations == seen) {
			Collections.rotate(this.uri.getSentinels(), -1);
			this.rotations++;
		}
	}

	/**
	 * Closes the connections of a client. Waits for a limited time, even if the thread is
	 * interrupted.
	 */
	void close(RedisClient closed) {
		try {
			LettuceFutures.awaitAll(SHUTDOWN_TIMEOUT,
					closed.shutdownAsync(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (RedisException ex) {
			logger.debug("Shutdown of the client failed; its threads are stopped anyway", ex);
		}
	}

	/** Closes all connections, see {@link #close(RedisClient)}. */
	@Override
	public void close() {
		close(this.client);
		this.resources.shutdown(SHUTDOWN_QUIET_PERIOD.toMillis(), SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
			.awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
	}

	private static ClientOptions options(ToozUrl url, @Nullable TlsMaterial tls, Duration deadline,
			SocketOptions sockets) {
		ClientOptions.Builder options = ClientOptions.builder()
			.autoReconnect(true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(deadline))
			.socketOptions(sockets);
		if (tls != null) {
			options.sslOptions(certificates(tls, deadline));
		}
		return url.customize(ClientOptions.Builder.class, options).build();
	}

	private static SslOptions certificates(TlsMaterial material, Duration deadline) {
		return SslOptions.builder()
			.jdkSslProvider()
			.handshakeTimeout(deadline)
			.sslContext((context) -> secure(context, material))
			.build();
	}

	/** Called for each connection, so that replaced certificates are used. */
	private static void secure(SslContextBuilder context, TlsMaterial material) {
		context.keyManager(material.keyManagerFactory()).trustManager(material.trustManagerFactory());
		if (!material.cipherSuites().isEmpty()) {
			context.ciphers(material.cipherSuites());
		}
		if (!material.protocols().isEmpty()) {
			context.protocols(material.protocols());
		}
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
		Duration probes = (idle.compareTo(MAX_KEEP_ALIVE) < 0) ? idle : MAX_KEEP_ALIVE;
		return options
			.keepAlive(SocketOptions.KeepAliveOptions.builder().enable().idle(probes).interval(probes).count(3).build())
			.build();
	}

}
