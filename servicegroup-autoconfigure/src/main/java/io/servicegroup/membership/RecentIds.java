package io.servicegroup.membership;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.servicegroup.GroupView;

/**
 * The members that were ever seen in a group, up to a bound: one that has died can still
 * be forced down, lest it count as up when its host comes back. Thread-safe.
 */
final class RecentIds {

	private static final int MOST = 10_000;

	private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > MOST;
		}

	}));

	void meet(GroupView view) {
		view.members().forEach((member) -> this.ids.add(member.id()));
	}

	boolean include(String member) {
		return this.ids.contains(member);
	}

}
