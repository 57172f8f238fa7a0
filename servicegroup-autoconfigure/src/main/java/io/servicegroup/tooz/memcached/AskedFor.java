package io.servicegroup.tooz.memcached;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The members that somebody has asked for by name, of each group the latest: how those
 * are found that only Nova has written. Thread-safe.
 */
final class AskedFor {

	private static final int MOST = 10_000;

	private final Map<String, Set<String>> ids = new ConcurrentHashMap<>();

	/** Returns whether the id is new. */
	boolean add(String group, String member) {
		return this.ids.computeIfAbsent(group, (id) -> latest()).add(member);
	}

	Set<String> in(String group) {
		Set<String> asked = this.ids.getOrDefault(group, Set.of());
		synchronized (asked) {
			return Set.copyOf(asked);
		}
	}

	private static Set<String> latest() {
		return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
				return size() > MOST;
			}

		}));
	}

}
