package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.ValueListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.netty.handler.ssl.SslContext;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.AsyncFailures;
import io.servicegroup.tooz.concurrent.OnFirstUse;
import io.servicegroup.tooz.spi.AnswerDeadline;
import io.servicegroup.tooz.spi.RefusedWrites;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one backend's commands over one shared connection. The first call opens the
 * connection. A call that finds it broken, or finds that the server is not the master,
 * drops it, and the next call opens another. {@linkplain #forHeartbeats() Heartbeats} and
 * pub/sub use separate connections. Every call has a deadline. Thread-safe.
 */
final class RedisConnector implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisConnector.class);

	private final Duration deadline;

	private final RedisErrors errors;

	private final RefusedWrites refusedWrites;

	/** Created with the first connection, so that a start does not wait for it. */
	private final OnFirstUse<RedisConnections> connections;

	/** Created from {@link #connections} with the first connection. */
	private final OnFirstUse<RedisClient> client;

	private final AnswerDeadline answerDeadline;

	/** How often the role of the server is checked; zero for never. */
	private final Duration roleInterval;

	private final boolean ownsConnections;

	private volatile long lastArrival = System.nanoTime();

	private volatile long roleCheckDue;

	private @Nullable StatefulRedisConnection<byte[], byte[]> connection;

	private int rotations;

	private volatile boolean closed;

	/** The number of connections for commands that were dropped. */
	private volatile long connectionNumber;

	private volatile boolean responsive;

	/**
	 * Creates a connector for readings. Opens no connection.
	 * @param clientName the name of the connections
	 * @param shortestTimeout the shorter of the timeouts of members and locks
	 * @param membershipTimeout the timeout of members
	 */
	RedisConnector(ToozUrl url, String clientName, Duration shortestTimeout, Duration membershipTimeout) {
		this.deadline = RedisUrls.deadline(url, "socket_timeout", shortestTimeout);
		this.errors = new RedisErrors(new RedisAddress(url), this.deadline);
		this.refusedWrites = new RefusedWrites(membershipTimeout);
		// Reports files that cannot be used now instead of with the first connection.
		TlsMaterial tls = RedisUrls.TLS.areIn(url) ? RedisUrls.TLS.material(url) : null;
		Duration connectDeadline = RedisUrls.deadline(url, "socket_connect_timeout", shortestTimeout);
		this.connections = new OnFirstUse<>(
				() -> new RedisConnections(url, tls, clientName, this.deadline, connectDeadline,
						Duration.ofSeconds(Math.max(1, shortestTimeout.toSeconds()))),
				RedisClient.class, SslContext.class);
		this.roleInterval = shortestTimeout.dividedBy(3);
		this.ownsConnections = true;
		this.answerDeadline = new AnswerDeadline(this.deadline, this::silence);
		this.client = client();
	}

	private RedisConnector(RedisConnector readings) {
		this.deadline = readings.deadline;
		this.errors = readings.errors;
		this.refusedWrites = readings.refusedWrites;
		this.connections = readings.connections;
		this.roleInterval = Duration.ZERO;
		this.ownsConnections = false;
		this.answerDeadline = new AnswerDeadline(this.deadline, this::silence);
		this.client = client();
	}

	private OnFirstUse<RedisClient> client() {
		return new OnFirstUse<>(() -> this.connections.get().client(() -> this.lastArrival = System.nanoTime()));
	}

	/** Returns the time since bytes last arrived, in nanoseconds. */
	long silence() {
		return System.nanoTime() - this.lastArrival;
	}

	/**
	 * Creates a connector with a connection of its own, so that heartbeats and renewals
	 * of locks do not wait for the answers to readings. It is to be closed first.
	 */
	RedisConnector forHeartbeats() {
		return new RedisConnector(this);
	}

	/**
	 * Runs a command. If it fails and the connection may be the cause, the next call
	 * opens another connection.
	 * @param key the key to name in an error about its type
	 * @param command sends the command
	 * @return the answer
	 * @throws CoordinationException if the call failed
	 */
	<T extends @Nullable Object> T call(byte[] key,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
		return send(key, command).get();
	}

	/** Sends a command without waiting for the answer: what is returned does. */
	<T extends @Nullable Object> Supplier<T> send(byte[] key,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
		return send(key, command, command);
	}

	/**
	 * Sends a command without waiting for the answer.
	 * @param full is sent in its place if the server does not know the script
	 * @return waits for the answer, as {@link #call} does
	 */
	private <T extends @Nullable Object> Supplier<T> send(byte[] key,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command,
			Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> full) {
		long usedConnection = this.connectionNumber;
		Sent<T> sent = attempt(usedConnection, key, () -> {
			RedisAsyncCommands<byte[], byte[]> redis = connection().async();
			boolean due = !this.roleInterval.isZero() && System.nanoTime() - this.roleCheckDue >= 0;
			return new Sent<>(due ? askRole(redis) : null, command.apply(redis));
		});
		return () -> attempt(usedConnection, key, () -> {
			if (sent.role != null) {
				requireMaster(sent.role);
			}
			try {
				return await(sent.answer);
			}
			catch (RedisNoScriptException ex) {
				return await(full.apply(connection().async()));
			}
		});
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
			if (this.errors.isRefusedWrite(ex)) {
				this.refusedWrites.refused();
			}
			CoordinationException error = this.errors.translate(ex, RedisKeys.text(key));
			this.responsive = error instanceof SerializationException;
			throw error;
		}
	}

	private <T extends @Nullable Object> T await(RedisFuture<T> answer) {
		try {
			if (!this.answerDeadline.await((nanos) -> answer.await(nanos, TimeUnit.NANOSECONDS))) {
				answer.cancel(true);
				throw new RedisCommandTimeoutException("No answer within " + this.deadline);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RedisCommandInterruptedException(ex);
		}
		// The answer is there: this unwraps the exceptions of the client.
		return LettuceFutures.awaitOrCancel(answer, 1, TimeUnit.SECONDS);
	}

	/**
	 * Checks that the server answers and that it is the master. A master that becomes a
	 * replica keeps its connections and still answers, for ever.
	 */
	void ping(byte[] key) {
		long usedConnection = this.connectionNumber;
		attempt(usedConnection, key, () -> {
			requireMaster(askRole(connection().async()));
			return true;
		});
	}

	private void requireMaster(RedisFuture<List<Object>> properties) {
		if (role(properties).equals("replica")) {
			throw new RedisReadOnlyException("READONLY The server is a replica");
		}
		this.roleCheckDue = System.nanoTime() + this.roleInterval.toNanos();
	}

	/**
	 * Asks for the server's properties, without waiting for the answer. Every user may
	 * ask for the role by HELLO, unlike by INFO or ROLE.
	 */
	private static RedisFuture<List<Object>> askRole(RedisAsyncCommands<byte[], byte[]> redis) {
		return redis.dispatch(CommandType.HELLO, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
				new CommandArgs<>(ByteArrayCodec.INSTANCE).add(3));
	}

	/**
	 * Returns the server's role. A server that does not know or does not allow HELLO is
	 * only asked whether it answers.
	 */
	private String role(RedisFuture<List<Object>> asked) {
		try {
			List<Object> properties = await(asked);
			for (int i = 0; i + 1 < properties.size(); i += 2) {
				if (properties.get(i) instanceof byte[] name && RedisKeys.text(name).equals("role")
						&& properties.get(i + 1) instanceof byte[] role) {
					return RedisKeys.text(role);
				}
			}
		}
		catch (RedisCommandExecutionException ex) {
			if (this.errors.requiresReconnect(ex)) {
				throw ex;
			}
			logger.debug("Role of the server cannot be read; only checking that it answers", ex);
			await(connection().async().ping());
		}
		return "unknown";
	}

	/**
	 * Throws if the server refuses writes, or has refused one recently: heartbeats of
	 * members may be refused, too. The command changes nothing, but a server that is full
	 * or not the master refuses it. A user who may not write cannot know.
	 */
	void requireWritable(byte[] key) {
		long usedConnection = this.connectionNumber;
		attempt(usedConnection, key, () -> {
			try {
				return await(connection().async().set(key, new byte[0], SetArgs.Builder.xx()));
			}
			catch (RedisCommandExecutionException ex) {
				if (RedisErrors.code(ex).equals("NOPERM")) {
					return null;
				}
				throw ex;
			}
		});
		this.refusedWrites.requireNone(this.errors.server());
	}

	/** Records that the server refused a write of a script that went on. */
	void writeRefused() {
		this.refusedWrites.refused();
	}

	/**
	 * Returns the values of the keys, {@code null} for a missing key, in one round trip.
	 */
	List<byte @Nullable []> values(List<byte[]> keys) {
		if (keys.isEmpty()) {
			return List.of();
		}
		return call(keys.get(0),
				(redis) -> redis.dispatch(CommandType.MGET, new ValueListOutput<>(ByteArrayCodec.INSTANCE),
						new CommandArgs<>(ByteArrayCodec.INSTANCE).addKeys(keys)));
	}

	/** Runs a script, see {@link #send}. */
	<T> T run(RedisScript<T> script, byte[] key, List<byte[]> keys, byte[]... arguments) {
		return send(script, key, keys, arguments).get();
	}

	/**
	 * Sends a script without waiting for the answer. The script is sent by its digest,
	 * and in full only if the server does not have it yet.
	 * @return waits for the answer, as {@link #call} does
	 */
	<T> Supplier<T> send(RedisScript<T> script, byte[] key, List<byte[]> keys, byte[]... arguments) {
		byte[][] all = keys.toArray(byte[][]::new);
		return send(key, (redis) -> redis.evalsha(script.sha1(), script.output(), all, arguments),
				(redis) -> redis.eval(script.lua(), script.output(), all, arguments));
	}

	private synchronized StatefulRedisConnection<byte[], byte[]> connection() {
		requireOpen();
		StatefulRedisConnection<byte[], byte[]> open = this.connection;
		if (open == null) {
			RedisConnections opening = this.connections.get();
			this.rotations = opening.rotations();
			this.roleCheckDue = System.nanoTime();
			open = opening.connect(this.client.get());
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
			RedisConnections used = this.connections.ifCreated();
			if (used != null) {
				used.rotateSentinels(this.rotations);
			}
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
		return this.connections.get().connectPubSub();
	}

	/**
	 * Returns whether the last call succeeded, or failed only because of the type of a
	 * key.
	 */
	boolean isResponsive() {
		return this.responsive;
	}

	/**
	 * Closes the connection. First waits for a call that is opening one: the client must
	 * not stop meanwhile.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.client.end((created) -> this.connections.get().close(created));
		if (this.ownsConnections) {
			this.connections.end(RedisConnections::close);
		}
	}

	/**
	 * A command and, if it is due, the question for the server's role that was sent
	 * before it, in the same round trip. The answer counts only if the role is right.
	 */
	private record Sent<T extends @Nullable Object>(@Nullable RedisFuture<List<Object>> role, RedisFuture<T> answer) {
	}

}
