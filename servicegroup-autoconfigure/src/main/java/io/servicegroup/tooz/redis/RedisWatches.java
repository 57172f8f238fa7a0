package io.servicegroup.tooz.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to look again when a channel speaks. The subscription's connection lives
 * while there is somebody; when it breaks, Lettuce makes it again and subscribes anew,
 * which counts as speaking too: nobody knows what was missed.
 */
final class RedisWatches extends RedisPubSubAdapter<byte[], byte[]> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisWatches.class);

	private final RedisConnector connector;

	private final List<Watch> watches = new CopyOnWriteArrayList<>();

	private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;

	/** The commands' connection at the time when the subscription's was made. */
	private volatile long madeBeside;

	RedisWatches(RedisConnector connector) {
		this.connector = connector;
	}

	/**
	 * Subscribes.
	 * @param channel the channel
	 * @param lookAgain called on a thread of the client
	 * @return ends the subscription
	 */
	synchronized AutoCloseable watch(String channel, Runnable lookAgain) {
		boolean first = isSilent(channel);
		Watch watch = new Watch(channel, lookAgain);
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

	private boolean isSilent(String channel) {
		return this.watches.stream().noneMatch((watch) -> watch.channel.equals(channel));
	}

	private void subscribe(String channel) {
		StatefulRedisPubSubConnection<byte[], byte[]> made = this.connection;
		if (made != null) {
			made.sync().subscribe(RedisKeys.bytes(channel));
		}
		else {
			this.connection = subscribed(channel);
		}
	}

	private StatefulRedisPubSubConnection<byte[], byte[]> subscribed(String... channels) {
		long beside = this.connector.connection();
		StatefulRedisPubSubConnection<byte[], byte[]> made = this.connector.subscriber();
		try {
			made.addListener(this);
			made.sync().subscribe(Stream.of(channels).map(RedisKeys::bytes).toArray(byte[][]::new));
			this.madeBeside = beside;
			return made;
		}
		catch (RuntimeException | Error ex) {
			made.close();
			throw ex;
		}
	}

	/**
	 * Subscribes anew if the commands' connection was dropped since: the server behind
	 * the subscription may be silent for the same reason, a frozen one whose place
	 * another has taken, and nobody would notice. To be called when a command has got
	 * through.
	 */
	void follow() {
		if (this.madeBeside != this.connector.connection()) {
			renew();
		}
	}

	private synchronized void renew() {
		StatefulRedisPubSubConnection<byte[], byte[]> old = this.connection;
		if (old != null) {
			try {
				this.connection = subscribed(
						this.watches.stream().map((watch) -> watch.channel).distinct().toArray(String[]::new));
				old.close();
			}
			catch (RuntimeException ex) {
				logger.debug("The next reading tries again to subscribe anew", ex);
			}
		}
	}

	private synchronized void unwatch(Watch watch) {
		if (!this.watches.remove(watch)) {
			return;
		}
		StatefulRedisPubSubConnection<byte[], byte[]> made = this.connection;
		if (this.watches.isEmpty()) {
			close();
		}
		else if (made != null && isSilent(watch.channel)) {
			// What it says until then, or if this does not get through, goes nowhere.
			made.async().unsubscribe(RedisKeys.bytes(watch.channel));
		}
	}

	@Override
	public void message(byte[] channel, byte[] message) {
		lookAgain(RedisKeys.text(channel));
	}

	@Override
	public void subscribed(byte[] channel, long count) {
		lookAgain(RedisKeys.text(channel));
	}

	private void lookAgain(String channel) {
		for (Watch watch : this.watches) {
			if (watch.channel.equals(channel)) {
				watch.run();
			}
		}
	}

	@Override
	public synchronized void close() {
		this.watches.clear();
		StatefulRedisPubSubConnection<byte[], byte[]> last = this.connection;
		this.connection = null;
		if (last != null) {
			last.close();
		}
	}

	/** One caller's, compared by identity: two may watch one channel by one listener. */
	private static final class Watch {

		private final String channel;

		private final Runnable lookAgain;

		private Watch(String channel, Runnable lookAgain) {
			this.channel = channel;
			this.lookAgain = lookAgain;
		}

		private void run() {
			try {
				this.lookAgain.run();
			}
			catch (Throwable ex) {
				logger.warn("A watch of '{}' threw; the others are called all the same", this.channel, ex);
			}
		}

	}

}
