package io.servicegroup.membership;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that do not keep the JVM alive, by name.
 */
final class Daemons {

	private Daemons() {
	}

	static ThreadFactory named(String name) {
		return (work) -> {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
