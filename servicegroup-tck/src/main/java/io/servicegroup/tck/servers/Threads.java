package io.servicegroup.tck.servers;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The threads that live.
 */
public final class Threads {

	private Threads() {
	}

	/** Returns those whose whole name matches. */
	public static Set<Thread> named(String pattern) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches(pattern))
			.collect(Collectors.toSet());
	}

}
