package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.pubsub.PubSubEndpoint;
import io.lettuce.core.pubsub.RedisPubSubReactiveCommandsImpl;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import io.lettuce.core.pubsub.api.sync.RedisPubSubCommands;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

/**
 * A client whose connections have the asynchronous API only. The synchronous one is a
 * proxy of more than a thousand methods, for which Lettuce looks up as many others by
 * reflection and loads some 100 classes when the first connection is opened.
 */
final class AsyncRedisClient extends RedisClient {

	AsyncRedisClient(ClientResources resources, RedisURI uri) {
		super(resources, uri);
	}

	@Override
	protected <K, V> StatefulRedisConnectionImpl<K, V> newStatefulRedisConnection(RedisChannelWriter writer,
			PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
		return new AsyncConnection<>(writer, pushes, codec, timeout);
	}

	@Override
	protected <K, V> StatefulRedisPubSubConnectionImpl<K, V> newStatefulRedisPubSubConnection(
			PubSubEndpoint<K, V> endpoint, RedisChannelWriter writer, RedisCodec<K, V> codec, Duration timeout) {
		return new AsyncPubSubConnection<>(endpoint, writer, codec, timeout);
	}

	/** Subscribes, and waits for the answer for the connection's timeout. */
	static void subscribe(StatefulRedisPubSubConnection<byte[], byte[]> connection, byte[]... channels) {
		LettuceFutures.awaitOrCancel(connection.async().subscribe(channels), connection.getTimeout().toNanos(),
				TimeUnit.NANOSECONDS);
	}

	private static final class AsyncConnection<K, V> extends StatefulRedisConnectionImpl<K, V> {

		AsyncConnection(RedisChannelWriter writer, PushHandler pushes, RedisCodec<K, V> codec, Duration timeout) {
			super(writer, pushes, codec, timeout);
		}

		@Override
		protected @Nullable RedisCommands<K, V> newRedisSyncCommandsImpl() {
			return null;
		}

		@Override
		protected @Nullable RedisReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
			return null;
		}

	}

	private static final class AsyncPubSubConnection<K, V> extends StatefulRedisPubSubConnectionImpl<K, V> {

		AsyncPubSubConnection(PubSubEndpoint<K, V> endpoint, RedisChannelWriter writer, RedisCodec<K, V> codec,
				Duration timeout) {
			super(endpoint, writer, codec, timeout);
		}

		@Override
		protected @Nullable RedisPubSubCommands<K, V> newRedisSyncCommandsImpl() {
			return null;
		}

		@Override
		protected @Nullable RedisPubSubReactiveCommandsImpl<K, V> newRedisReactiveCommandsImpl() {
			return null;
		}

	}

}
