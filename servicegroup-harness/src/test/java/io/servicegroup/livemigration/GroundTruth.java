package io.servicegroup.livemigration;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records which members are really up, and how often each left and joined. Thread-safe.
 */
final class GroundTruth {

	private final Set<String> up = new TreeSet<>();

	private final Map<String, Integer> departures = new HashMap<>();

	private final Map<String, Integer> arrivals = new HashMap<>();

	synchronized void joins(String id) {
		this.arrivals.merge(id, 1, Integer::sum);
	}

	/** Called once all observers have seen the member join. */
	synchronized void isUp(String id) {
		this.up.add(id);
	}

	synchronized void leaves(String id) {
		this.up.remove(id);
		this.departures.merge(id, 1, Integer::sum);
	}

	synchronized Set<String> up() {
		return Set.copyOf(this.up);
	}

	synchronized int departures(String id) {
		return this.departures.getOrDefault(id, 0);
	}

	synchronized int arrivals(String id) {
		return this.arrivals.getOrDefault(id, 0);
	}

}
