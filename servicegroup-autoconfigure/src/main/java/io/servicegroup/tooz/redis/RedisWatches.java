package io.servicegroup.tooz.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.Subscription;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Who wants to look again when a channel speaks. The subscription's connection lives
 * while there is somebody; when it breaks, Lettuce makes it again and subscribes anew,
 * which counts as speaking too: nobody knows what was missed.
 */
final class RedisWatches implements MessageListener, SubscriptionListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisWatches.class);

	private final RedisConnector connector;

	private final List<Watch> watches = new CopyOnWriteArrayList<>();

	private @Nullable RedisConnection connection;

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
				subscribe(RedisKeys.bytes(channel));
			}
			return () -> unwatch(watch);
		}
		catch (RuntimeException ex) {
			this.watches.remove(watch);
			throw this.connector.errors().translate(ex, channel);
		}
	}

	private boolean isSilent(String channel) {
		return this.watches.stream().noneMatch((watch) -> watch.channel.equals(channel));
	}

	private void subscribe(byte[] channel) {
		Subscription subscription = subscription();
		if (subscription != null) {
			subscription.subscribe(channel);
			return;
		}
		RedisConnection made = this.connector.factory().getConnection();
		try {
			made.subscribe(this, channel);
			this.connection = made;
		}
		catch (RuntimeException ex) {
			made.close();
			throw ex;
		}
	}

	private @Nullable Subscription subscription() {
		return (this.connection != null) ? this.connection.getSubscription() : null;
	}

	private synchronized void unwatch(Watch watch) {
		if (!this.watches.remove(watch)) {
			return;
		}
		Subscription subscription = subscription();
		if (this.watches.isEmpty()) {
			close();
		}
		else if (subscription != null && isSilent(watch.channel)) {
			try {
				subscription.unsubscribe(RedisKeys.bytes(watch.channel));
			}
			catch (RuntimeException ex) {
				logger.debug("'{}' stays subscribed; what it says goes nowhere", watch.channel, ex);
			}
		}
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		lookAgain(RedisKeys.text(message.getChannel()));
	}

	@Override
	public void onChannelSubscribed(byte[] channel, long count) {
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
		RedisConnection last = this.connection;
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
