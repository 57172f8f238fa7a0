package io.servicegroup.faults;

import java.util.List;

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

}
