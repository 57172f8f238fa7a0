package io.servicegroup.tck.servers;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds live threads.
 */
public final class Threads {

	private Threads() {
	}

	/** Returns the live threads whose whole name matches a regular expression. */
	public static Set<Thread> named(String pattern) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches(pattern))
			.collect(Collectors.toSet());
	}

}
