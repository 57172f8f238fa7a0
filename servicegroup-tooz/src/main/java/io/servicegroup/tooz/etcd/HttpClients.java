package io.servicegroup.tooz.etcd;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.AsyncFailures;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and closes the HTTP clients, one for each backend. All of them share one pool
 * of threads.
 */
final class HttpClients {

	private static final Logger logger = LoggerFactory.getLogger(HttpClients.class);

	/**
	 * Starts a thread whenever all others are busy, and ends threads that are idle for 5
	 * s.
	 */
	private static final Executor EXECUTOR = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), DaemonThreads.named("servicegroup-etcd"));

	/** The delay after which a task is retried if no thread could be started for it. */
	private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

	private HttpClients() {
	}

	static HttpClient create(ToozUrl url, Duration connectTimeout) {
		HttpClient.Builder client = HttpClient.newBuilder();
		if (EtcdUrls.TLS.areIn(url)) {
			client.sslContext(EtcdUrls.TLS.material(url).createSslContext());
		}
		return client.version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout).executor(EXECUTOR).build();
	}

	/**
	 * Runs a task once after a delay, on a thread of the pool.
	 * @return a handle; cancelling it releases the task at once
	 */
	static Future<?> schedule(Duration delay, Runnable task) {
		CompletableFuture<Boolean> timer = new CompletableFuture<>();
		start(timer, delay, task);
		return timer;
	}

	/** Runs a task once after a delay, on a thread of the pool. */
	static void runLater(Duration delay, Runnable task) {
		start(new CompletableFuture<>(), delay, task);
	}

	private static void start(CompletableFuture<Boolean> timer, Duration delay, Runnable task) {
		AsyncFailures.log(
				timer.completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS).thenRun(() -> execute(task)),
				logger, "A delayed task of etcd's client could not be started");
	}

	private static void execute(Runnable task) {
		try {
			EXECUTOR.execute(task);
		}
		catch (Error ex) {
			logger.debug("No thread can be started; retrying in {} ms", RETRY_DELAY.toMillis(), ex);
			runLater(RETRY_DELAY, task);
		}
	}

	/**
	 * Closes a client in the background, since closing waits for running requests. Only
	 * Java 21 or later can close a client. Before, the client's thread ends when the
	 * client is garbage-collected.
	 */
	static void close(HttpClient client) {
		if ((Object) client instanceof AutoCloseable closeable) {
			EXECUTOR.execute(() -> close(closeable));
		}
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			logger.debug("Closing an HTTP client of etcd failed", ex);
		}
	}

}
