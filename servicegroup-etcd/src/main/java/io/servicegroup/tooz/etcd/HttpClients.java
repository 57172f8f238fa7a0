package io.servicegroup.tooz.etcd;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and closes the HTTP clients, one for each backend. All of them share one pool
 * of threads and one timer. The JVM's common pool is not used: the application may block
 * its threads.
 */
final class HttpClients {

	private static final Logger logger = LoggerFactory.getLogger(HttpClients.class);

	/**
	 * Starts a thread whenever all others are busy, and ends threads that are idle for 5
	 * s.
	 */
	private static final ExecutorService EXECUTOR = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), DaemonThreads.named("servicegroup-etcd"));

	/** Starts tasks on the pool. Its thread ends when no task is scheduled. */
	private static final ScheduledThreadPoolExecutor TIMER = timer();

	/** The delay after which a task is retried if no thread could be started for it. */
	private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

	private HttpClients() {
	}

	static HttpClient create(ToozUrl url, Duration connectTimeout) {
		HttpClient.Builder client = HttpClient.newBuilder();
		if (EtcdUrls.TLS.areIn(url)) {
			client.sslContext(EtcdUrls.TLS.material(url).createSslContext());
		}
		if (url.scheme().endsWith("s")) {
			client.sslParameters(named(url.hosts().get(0).name()));
		}
		client.version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout).executor(HttpClients::executeOrRun);
		return url.customize(HttpClient.Builder.class, client).build();
	}

	/**
	 * Runs a task of a client. If no thread can be started for it, runs it on this
	 * thread: an Error would end the client's own thread, and with it every later
	 * request.
	 */
	static void executeOrRun(Runnable task) {
		try {
			EXECUTOR.execute(task);
		}
		catch (Error ex) {
			logger.debug("No thread can be started; running a task of the HTTP client on its own thread", ex);
			try {
				task.run();
			}
			catch (Throwable failure) {
				logger.debug("A task of the HTTP client failed", failure);
			}
		}
	}

	/**
	 * Lets the certificate be valid for the name of the server, also when the request
	 * names an IP address. The client itself replaces the name if the request has one.
	 */
	private static SSLParameters named(String host) {
		SSLParameters parameters = new SSLParameters();
		if (host.matches("(?i)[a-z0-9.-]*[a-z][a-z0-9.-]*[a-z0-9]")) {
			parameters.setServerNames(List.of(new SNIHostName(host)));
		}
		return parameters;
	}

	private static ScheduledThreadPoolExecutor timer() {
		ScheduledThreadPoolExecutor timer = DaemonThreads.timer("servicegroup-etcd-timer");
		timer.setKeepAliveTime(5, TimeUnit.SECONDS);
		return timer;
	}

	/**
	 * Runs a call on a thread of the pool. {@code HttpClient.sendAsync} would complete
	 * its result on the JVM's common pool.
	 */
	static <T> Future<T> submit(Callable<T> call) {
		return EXECUTOR.submit(call);
	}

	/**
	 * Runs a task once after a delay, on a thread of the pool.
	 * @return a handle; cancelling it releases the task at once
	 */
	static Future<?> schedule(Duration delay, Runnable task) {
		return TIMER.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static void execute(Runnable task) {
		try {
			EXECUTOR.execute(task);
		}
		catch (Error ex) {
			logger.debug("No thread can be started; retrying in {} ms", RETRY_DELAY.toMillis(), ex);
			Future<?> unused = schedule(RETRY_DELAY, task);
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
