package io.servicegroup.soak;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * HTTP clients that send requests until one is refused.
 */
final class Load implements AutoCloseable {

	private static final int CLIENTS = 4;

	private static final int MILLIS = 5000;

	private final URL url;

	private final AtomicInteger answers = new AtomicInteger();

	private final AtomicLong refusedAt = new AtomicLong();

	private final List<Thread> threads;

	private volatile boolean closed;

	Load(String url) throws IOException {
		this.url = URI.create(url).toURL();
		this.threads = IntStream.range(0, CLIENTS).mapToObj((i) -> new Thread(this::ask, "client" + i)).toList();
		this.threads.forEach(Thread::start);
	}

	private void ask() {
		while (!isRefused() && !this.closed) {
			if (isAnswered()) {
				this.answers.incrementAndGet();
				// Otherwise the clients would use all processors of a small machine.
				LockSupport.parkNanos(2_000_000);
			}
			else {
				this.refusedAt.compareAndSet(0, System.nanoTime());
			}
		}
	}

	private boolean isAnswered() {
		try {
			HttpURLConnection connection = (HttpURLConnection) this.url.openConnection();
			connection.setConnectTimeout(MILLIS);
			connection.setReadTimeout(MILLIS);
			try {
				return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
			}
			finally {
				connection.disconnect();
			}
		}
		catch (IOException ex) {
			return false;
		}
	}

	int answers() {
		return this.answers.get();
	}

	boolean isRefused() {
		return this.refusedAt.get() != 0;
	}

	/**
	 * Returns the time of the first refused request, as {@link System#nanoTime}, or 0.
	 */
	long refusedAt() {
		return this.refusedAt.get();
	}

	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}
