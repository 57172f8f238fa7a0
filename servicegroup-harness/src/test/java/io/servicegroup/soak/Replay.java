package io.servicegroup.soak;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies the events that an observer has received since its start.
 */
final class Replay {

	private final Set<String> members = new HashSet<>();

	private final Map<String, Integer> departures = new HashMap<>();

	/**
	 * Applies events.
	 * @return the number of contradictory events: a joined event of a present member, or
	 * a left event of an absent one
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

	/** Returns the number of left events by member. */
	Map<String, Integer> departures() {
		return this.departures;
	}

}
