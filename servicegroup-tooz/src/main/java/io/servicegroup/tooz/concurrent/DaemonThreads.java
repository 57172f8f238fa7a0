package io.servicegroup.tooz.concurrent;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that do not keep the JVM alive, by name.
 */
public final class DaemonThreads {

	private DaemonThreads() {
	}

	/**
	 * Makes a factory of such threads.
	 * @param name the name of each
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
