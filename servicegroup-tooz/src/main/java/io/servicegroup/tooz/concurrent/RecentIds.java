package io.servicegroup.tooz.concurrent;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps the latest ids that were added, up to a limit. Thread-safe.
 */
public final class RecentIds {

	private static final int MAX_IDS = 10_000;

	private final Set<String> ids = new LinkedHashSet<>();

	/**
	 * Adds an id. Removes the oldest one if there are too many.
	 * @param id the id
	 * @return whether it is new
	 */
	public synchronized boolean add(String id) {
		boolean added = this.ids.add(id);
		if (this.ids.size() > MAX_IDS) {
			this.ids.remove(this.ids.iterator().next());
		}
		return added;
	}

	/**
	 * Returns whether an id was added recently.
	 * @param id the id
	 * @return whether it is kept
	 */
	public synchronized boolean contains(String id) {
		return this.ids.contains(id);
	}

	/**
	 * Returns a copy of the ids.
	 * @return the ids
	 */
	public synchronized Set<String> all() {
		return Set.copyOf(this.ids);
	}

}
