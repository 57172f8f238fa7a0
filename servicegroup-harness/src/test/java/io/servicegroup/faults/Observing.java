package io.servicegroup.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody who follows the group and remembers what it saw.
 */
interface Observing {

	String name();

	/** All that it has seen so far, the oldest first. */
	List<Sighting> sightings();

	/** What it has seen of one kind and one subject since a moment. */
	default List<Sighting> since(long nanos, Sighting.Kind kind, String subject) {
		return sightings().stream()
			.filter((one) -> one.nanos() >= nanos && one.kind() == kind && one.subject().equals(subject))
			.toList();
	}

	/**
	 * The members that it knows of now, by its events alone, and their versions.
	 */
	default Map<String, String> present() {
		Map<String, String> present = new TreeMap<>();
		for (Sighting one : sightings()) {
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
	 * Whether its view could be read when it was last tried, and its own status is up.
	 */
	default boolean isWell() {
		boolean fresh = true;
		boolean up = true;
		for (Sighting one : sightings()) {
			fresh = (one.kind() == Sighting.Kind.STALE) ? false : fresh || one.kind() == Sighting.Kind.FRESH;
			up = (one.kind() == Sighting.Kind.DOWN) ? false : up || one.kind() == Sighting.Kind.UP;
		}
		return fresh && up;
	}

}
