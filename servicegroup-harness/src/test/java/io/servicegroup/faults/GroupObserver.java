package io.servicegroup.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An observer of the group that records what it sees.
 */
interface GroupObserver {

	String name();

	/** Returns all observations so far, the oldest first. */
	List<Observation> observations();

	/** Returns the observations of one kind about one member since a point in time. */
	default List<Observation> since(long nanos, Observation.Kind kind, String subject) {
		return observations().stream()
			.filter((one) -> one.nanos() >= nanos && one.kind() == kind && one.subject().equals(subject))
			.toList();
	}

	/**
	 * Returns the members and their versions, as given by the events received so far.
	 */
	default Map<String, String> present() {
		Map<String, String> present = new TreeMap<>();
		for (Observation one : observations()) {
			switch (one.kind()) {
				case JOINED, CHANGED -> present.put(one.subject(), one.detail());
				case LEFT -> present.remove(one.subject());
				default -> {
				}
			}
		}
		return present;
	}

	/**
	 * Whether its view is fresh and its own status is UP.
	 */
	default boolean isHealthy() {
		boolean fresh = true;
		boolean up = true;
		for (Observation one : observations()) {
			fresh = (one.kind() == Observation.Kind.STALE) ? false : fresh || one.kind() == Observation.Kind.FRESH;
			up = (one.kind() == Observation.Kind.DOWN) ? false : up || one.kind() == Observation.Kind.UP;
		}
		return fresh && up;
	}

}
