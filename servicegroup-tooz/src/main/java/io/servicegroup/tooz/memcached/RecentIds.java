package io.servicegroup.tooz.memcached;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the member ids of each group that the application has asked for, up to a limit.
 * The backend reads the keys of these members, since members that Nova has written are
 * not on any list. Thread-safe.
 */
final class RecentIds {

	private static final int MAX_PER_GROUP = 10_000;

	private final Map<String, Set<String>> ids = new ConcurrentHashMap<>();

	/** Adds an id and returns whether it is new. */
	boolean add(String group, String member) {
		return this.ids.computeIfAbsent(group, (id) -> bounded()).add(member);
	}

	/** Returns a copy of a group's ids. */
	Set<String> of(String group) {
		Set<String> recent = this.ids.getOrDefault(group, Set.of());
		synchronized (recent) {
			return Set.copyOf(recent);
		}
	}

	private static Set<String> bounded() {
		return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
				return size() > MAX_PER_GROUP;
			}

		}));
	}

}
