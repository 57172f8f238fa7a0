package io.servicegroup.tooz.concurrent;

import java.util.concurrent.ThreadFactory;

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

}
