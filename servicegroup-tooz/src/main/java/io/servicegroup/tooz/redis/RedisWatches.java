package io.servicegroup.tooz.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.AsyncFailures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls listeners when a message arrives on their channel. One pub/sub connection is open
 * while there is a listener. When it breaks, Lettuce reconnects and subscribes again. All
 * listeners are then called, since messages may have been lost. Thread-safe.
 */
final class RedisWatches extends RedisPubSubAdapter<byte[], byte[]> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisWatches.class);

	private final RedisConnector connector;

	private final List<Watch> watches = new CopyOnWriteArrayList<>();

	private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> pubSub;

	/** The number of the connection for commands when {@link #pubSub} was opened. */
	private volatile long openedWithConnection;

	RedisWatches(RedisConnector connector) {
		this.connector = connector;
	}

	/**
	 * Subscribes to a channel.
	 * @param channel the channel
	 * @param onChange called on a thread of the client
	 * @return the subscription; closing it ends it
	 * @throws CoordinationException if the server cannot be reached or refuses the
	 * subscription
	 */
	synchronized Registration watch(String channel, Runnable onChange) {
		boolean first = !isWatched(channel);
		Watch watch = new Watch(channel, onChange);
		this.watches.add(watch);
		try {
			if (first) {
				subscribe(channel);
			}
			return () -> unwatch(watch);
		}
		catch (Error ex) {
			this.watches.remove(watch);
			throw ex;
		}
		catch (RuntimeException ex) {
			this.watches.remove(watch);
			throw this.connector.errors().translate(ex, channel);
		}
	}

	private boolean isWatched(String channel) {
		return this.watches.stream().anyMatch((watch) -> watch.channel.equals(channel));
	}

	private void subscribe(String channel) {
		StatefulRedisPubSubConnection<byte[], byte[]> open = this.pubSub;
		if (open != null) {
			AsyncRedisClient.subscribe(open, RedisKeys.bytes(channel));
		}
		else {
			this.pubSub = openPubSub(channel);
		}
	}

	private StatefulRedisPubSubConnection<byte[], byte[]> openPubSub(String... channels) {
		long connection = this.connector.connectionNumber();
		StatefulRedisPubSubConnection<byte[], byte[]> opened = this.connector.connectPubSub();
		try {
			opened.addListener(this);
			AsyncRedisClient.subscribe(opened, Stream.of(channels).map(RedisKeys::bytes).toArray(byte[][]::new));
			this.openedWithConnection = connection;
			return opened;
		}
		catch (RuntimeException | Error ex) {
			opened.close();
			throw ex;
		}
	}

	/**
	 * Opens another pub/sub connection if the connection for commands was dropped since
	 * this one was opened. The cause, such as a failover from a frozen server, may also
	 * have broken the subscription without an error. Call this method after a successful
	 * command.
	 */
	void resubscribeIfReconnected() {
		if (this.openedWithConnection != this.connector.connectionNumber()) {
			resubscribe();
		}
	}

	private synchronized void resubscribe() {
		StatefulRedisPubSubConnection<byte[], byte[]> previous = this.pubSub;
		if (previous != null) {
			try {
				this.pubSub = openPubSub(
						this.watches.stream().map((watch) -> watch.channel).distinct().toArray(String[]::new));
				previous.close();
			}
			catch (RuntimeException ex) {
				logger.debug("Subscription to group changes failed after a reconnect; the next reading retries it", ex);
			}
		}
	}

	private synchronized void unwatch(Watch watch) {
		if (!this.watches.remove(watch)) {
			return;
		}
		StatefulRedisPubSubConnection<byte[], byte[]> open = this.pubSub;
		if (this.watches.isEmpty()) {
			close();
		}
		else if (open != null && !isWatched(watch.channel)) {
			// Does not wait for the answer: messages that still arrive have no listener.
			AsyncFailures.log(open.async().unsubscribe(RedisKeys.bytes(watch.channel)), logger,
					"Unsubscribing from a channel failed; its messages are ignored");
		}
	}

	@Override
	public void message(byte[] channel, byte[] message) {
		notifyWatches(RedisKeys.text(channel));
	}

	@Override
	public void subscribed(byte[] channel, long count) {
		notifyWatches(RedisKeys.text(channel));
	}

	private void notifyWatches(String channel) {
		for (Watch watch : this.watches) {
			if (watch.channel.equals(channel)) {
				watch.run();
			}
		}
	}

	@Override
	public synchronized void close() {
		this.watches.clear();
		StatefulRedisPubSubConnection<byte[], byte[]> last = this.pubSub;
		this.pubSub = null;
		if (last != null) {
			last.close();
		}
	}

	/**
	 * One listener's watch. Compared by identity, as one listener may watch a channel
	 * twice.
	 */
	private static final class Watch {

		private final String channel;

		private final Runnable onChange;

		private Watch(String channel, Runnable onChange) {
			this.channel = channel;
			this.onChange = onChange;
		}

		private void run() {
			try {
				this.onChange.run();
			}
			catch (Throwable ex) {
				logger.warn(
						"Watch listener of channel '{}' failed: this change was not handled; the next change calls "
								+ "it again, and other listeners are not affected. Fix the listener in the stack trace",
						this.channel, ex);
			}
		}

	}

}
