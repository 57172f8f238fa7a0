package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One caller's watch of a group, on a connection of its own. It is opened anew when it
 * ends, and when it has been silent for long: its other end may be gone without a word.
 * Whatever comes means to look again, and each opening does, as etcd confirms it: nobody
 * knows what was missed.
 */
final class EtcdWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EtcdWatch.class);

	private static final int SHORTEST_PAUSE_MILLIS = 50;

	private static final int LONGEST_PAUSE_MILLIS = 500;

	private final EtcdGateway gateway;

	private final String prefix;

	private final Duration longestSilence;

	private final Runnable lookAgain;

	private final AtomicBoolean reopening = new AtomicBoolean();

	private volatile @Nullable EtcdStream stream;

	private volatile @Nullable Future<?> silenceCheck;

	private volatile boolean closed;

	private volatile long heardAt;

	private volatile int pauseMillis = SHORTEST_PAUSE_MILLIS;

	EtcdWatch(EtcdGateway gateway, String prefix, Duration longestSilence, Runnable lookAgain) {
		this.gateway = gateway;
		this.prefix = prefix;
		this.longestSilence = longestSilence;
		this.lookAgain = lookAgain;
	}

	/** Opens it for the first time; from then on it keeps itself open. */
	void start() {
		open();
		checkSilenceLater();
	}

	/** One opening at a time; {@link #close} does not wait for it. */
	private synchronized void open() {
		EtcdStream opened = new EtcdStream(this::heard, this::reopenSoon);
		Map<String, ?> range = Map.of("key", EtcdKeys.bytes(this.prefix), "range_end", EtcdKeys.behind(this.prefix));
		this.gateway.open("watch", Map.of("create_request", range), opened);
		this.heardAt = System.nanoTime();
		this.stream = opened;
		if (this.closed) {
			opened.close();
		}
	}

	private void heard() {
		this.heardAt = System.nanoTime();
		this.pauseMillis = SHORTEST_PAUSE_MILLIS;
		try {
			this.lookAgain.run();
		}
		catch (Throwable ex) {
			logger.warn("A watch of '{}' threw; it goes on all the same", this.prefix, ex);
		}
	}

	private void reopenSoon() {
		if (!this.closed && this.reopening.compareAndSet(false, true)) {
			int pause = this.pauseMillis;
			this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
			try {
				HttpClients.later(Duration.ofMillis(ThreadLocalRandom.current().nextInt(pause / 2, pause)),
						this::reopen);
			}
			catch (Error ex) {
				// The next check for silence tries again.
				this.reopening.set(false);
				throw ex;
			}
		}
	}

	private void reopen() {
		this.reopening.set(false);
		if (this.closed) {
			return;
		}
		closeStream();
		try {
			open();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("'{}' is watched again later", this.prefix, ex);
			reopenSoon();
		}
	}

	private void checkSilence() {
		if (!this.closed) {
			try {
				if (System.nanoTime() - this.heardAt >= this.longestSilence.toNanos()) {
					reopenSoon();
				}
			}
			finally {
				// Whatever was thrown, this is checked again.
				checkSilenceLater();
			}
		}
	}

	private void checkSilenceLater() {
		Future<?> check = HttpClients.later(this.longestSilence, this::checkSilence);
		this.silenceCheck = check;
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
		Future<?> check = this.silenceCheck;
		if (check != null) {
			check.cancel(false);
		}
		closeStream();
	}

}
