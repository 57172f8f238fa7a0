package io.servicegroup.membership;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.servicegroup.GroupView;

/**
 * Holds the ids of members that were seen in a group, up to a limit. With them, a dead
 * member can still be forced down, so that it is not up when its host comes back.
 * Thread-safe.
 */
final class RecentIds {

	private static final int MAX_IDS = 10_000;

	private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > MAX_IDS;
		}

	}));

	void addAll(GroupView view) {
		view.members().forEach((member) -> this.ids.add(member.id()));
	}

	boolean contains(String member) {
		return this.ids.contains(member);
	}

}
