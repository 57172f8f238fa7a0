package io.servicegroup.soak;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies the events that one observer was told, from its start on.
 */
final class Replay {

	private final Set<String> members = new HashSet<>();

	private final Map<String, Integer> departures = new HashMap<>();

	/**
	 * Applies events.
	 * @return how many of them were none: the joining of one who is there, or the leaving
	 * of one who is not
	 */
	int apply(List<String> events) {
		int errors = 0;
		for (String event : events) {
			String id = event.substring(1);
			boolean joined = event.charAt(0) == '+';
			if (!joined) {
				this.departures.merge(id, 1, Integer::sum);
			}
			if (!(joined ? this.members.add(id) : this.members.remove(id))) {
				errors++;
			}
		}
		return errors;
	}

	Set<String> members() {
		return this.members;
	}

	/** How often each was said to have left. */
	Map<String, Integer> departures() {
		return this.departures;
	}

}
