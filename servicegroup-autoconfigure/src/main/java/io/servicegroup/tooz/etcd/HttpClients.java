package io.servicegroup.tooz.etcd;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.Daemons;
import io.servicegroup.tooz.ToozUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's HTTP clients, one for each backend, over threads that all share.
 */
final class HttpClients {

	private static final Logger logger = LoggerFactory.getLogger(HttpClients.class);

	/** As many as are busy. */
	private static final Executor THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), Daemons.named("servicegroup-etcd"));

	private HttpClients() {
	}

	static HttpClient create(ToozUrl url, Duration connectTimeout) {
		HttpClient.Builder client = HttpClient.newBuilder();
		if (EtcdUrls.TLS.areIn(url)) {
			client.sslContext(EtcdUrls.TLS.material(url).createSslContext());
		}
		return client.version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout).executor(THREADS).build();
	}

	/**
	 * Has something done later, on one of the threads.
	 * @return cancelled, it forgets the work at once
	 */
	static Future<?> later(Duration delay, Runnable work) {
		CompletableFuture<Boolean> timer = new CompletableFuture<>();
		timer.completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS).thenRunAsync(work, THREADS);
		return timer;
	}

	/**
	 * Since Java 21 a client can be closed, which waits for what is under way; before,
	 * its one thread ends once it is garbage.
	 */
	static void close(HttpClient client) {
		if ((Object) client instanceof AutoCloseable closeable) {
			THREADS.execute(() -> close(closeable));
		}
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			logger.debug("The HTTP client did not close", ex);
		}
	}

}
