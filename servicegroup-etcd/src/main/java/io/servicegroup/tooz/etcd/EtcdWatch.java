package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch of keys, on a connection of its own. Reopens itself when it ends, or when no
 * data has arrived for the idle timeout. Any data calls the listener, also the
 * confirmation of a reopening, as changes may have been missed. Thread-safe.
 */
final class EtcdWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EtcdWatch.class);

	private static final int MIN_REOPEN_DELAY_MILLIS = 50;

	private static final int MAX_REOPEN_DELAY_MILLIS = 500;

	private final EtcdClient client;

	private final String name;

	private final Map<String, ?> request;

	private final Duration idleTimeout;

	private final Consumer<Boolean> onChange;

	private final AtomicBoolean reopening = new AtomicBoolean();

	private volatile @Nullable EtcdStream stream;

	private volatile @Nullable Future<?> idleCheck;

	private volatile boolean closed;

	private volatile long lastDataNanos;

	private volatile int reopenDelayMillis = MIN_REOPEN_DELAY_MILLIS;

	/** Creates a watch of all keys with a prefix. */
	EtcdWatch(EtcdClient client, String prefix, Duration idleTimeout, Runnable onChange) {
		this(client, prefix, Map.of("key", EtcdKeys.bytes(prefix), "range_end", EtcdKeys.prefixEnd(prefix)),
				idleTimeout, (event) -> onChange.run());
	}

	private EtcdWatch(EtcdClient client, String name, Map<String, ?> request, Duration idleTimeout,
			Consumer<Boolean> onChange) {
		this.client = client;
		this.name = name;
		this.request = request;
		this.idleTimeout = idleTimeout;
		this.onChange = onChange;
	}

	/**
	 * Creates a watch of the deletions of one key.
	 * @param onDeletion called with whether the key was deleted for certain
	 */
	static EtcdWatch ofDeletions(EtcdClient client, String key, Duration idleTimeout, Consumer<Boolean> onDeletion) {
		return new EtcdWatch(client, key, Map.of("key", EtcdKeys.bytes(key), "filters", List.of("NOPUT")), idleTimeout,
				onDeletion);
	}

	/**
	 * Starts the watch without waiting for the server. It is opened in the background,
	 * and tried again until it is closed.
	 */
	void startInBackground() {
		Future<?> unused = HttpClients.schedule(Duration.ZERO, this::reopen);
		scheduleIdleCheck();
	}

	/**
	 * Opens the watch. After that, it reopens itself until it is closed.
	 * @throws CoordinationException if the server cannot be reached or refuses the watch
	 */
	void start() {
		open();
		scheduleIdleCheck();
	}

	/**
	 * Opens the stream. Only this method is synchronized, so {@link #close} does not wait
	 * for it.
	 */
	private synchronized void open() {
		EtcdStream opened = new EtcdStream(this::onData, this::onEnd);
		this.client.open("watch", Map.of("create_request", this.request), opened);
		this.lastDataNanos = System.nanoTime();
		this.stream = opened;
		if (this.closed) {
			opened.close();
		}
	}

	private void onData(boolean event) {
		this.lastDataNanos = System.nanoTime();
		this.reopenDelayMillis = MIN_REOPEN_DELAY_MILLIS;
		try {
			this.onChange.accept(event);
		}
		catch (Throwable ex) {
			logger.warn("Watch listener of '{}' failed: this change was not handled; the next change calls it again. "
					+ "Fix the listener in the stack trace", this.name, ex);
		}
	}

	/** Returns what the current stream has reported, or {@code null}. */
	@Nullable EtcdChanges changes() {
		EtcdStream open = this.stream;
		return (open != null) ? open.changes() : null;
	}

	private void onEnd() {
		this.client.connectionLost();
		scheduleReopen();
	}

	private void scheduleReopen() {
		if (!this.closed && this.reopening.compareAndSet(false, true)) {
			int delay = this.reopenDelayMillis;
			this.reopenDelayMillis = Math.min(MAX_REOPEN_DELAY_MILLIS, delay * 2);
			try {
				Future<?> unused = HttpClients
					.schedule(Duration.ofMillis(ThreadLocalRandom.current().nextInt(delay / 2, delay)), this::reopen);
			}
			catch (Error ex) {
				// The next idle check schedules it again.
				this.reopening.set(false);
				throw ex;
			}
		}
	}

	private void reopen() {
		this.reopening.set(false);
		try {
			if (!this.closed) {
				closeStream();
				open();
			}
		}
		catch (RuntimeException | Error ex) {
			logger.debug("Watch of '{}' failed to reopen: changes are not pushed; retrying in at most {} ms", this.name,
					MAX_REOPEN_DELAY_MILLIS, ex);
			scheduleReopen();
		}
	}

	private void checkIdle() {
		if (!this.closed) {
			try {
				if (System.nanoTime() - this.lastDataNanos >= this.idleTimeout.toNanos()) {
					scheduleReopen();
				}
			}
			finally {
				// Schedules the next check even after an error.
				scheduleIdleCheck();
			}
		}
	}

	private void scheduleIdleCheck() {
		Future<?> check = HttpClients.schedule(this.idleTimeout, this::checkIdle);
		this.idleCheck = check;
		if (this.closed) {
			check.cancel(false);
		}
	}

	private void closeStream() {
		EtcdStream open = this.stream;
		if (open != null) {
			open.close();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		Future<?> check = this.idleCheck;
		if (check != null) {
			check.cancel(false);
		}
		closeStream();
	}

}
