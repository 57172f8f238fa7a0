package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Creates factories of daemon threads, which do not keep the JVM alive.
 */
public final class DaemonThreads {

	private DaemonThreads() {
	}

	/**
	 * Returns a factory for daemon threads.
	 * @param name the name of each thread
	 * @return the factory
	 */
	public static ThreadFactory named(String name) {
		return (work) -> {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Stops an executor: no further task is accepted. Waits for its tasks, and interrupts
	 * them after two thirds of the timeout.
	 * @param executor the executor
	 * @param timeout the maximum time to wait
	 */
	public static void stop(ExecutorService executor, Duration timeout) {
		executor.shutdown();
		long third = timeout.toNanos() / 3;
		try {
			if (!executor.awaitTermination(2 * third, TimeUnit.NANOSECONDS)) {
				executor.shutdownNow();
				executor.awaitTermination(third, TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

}
