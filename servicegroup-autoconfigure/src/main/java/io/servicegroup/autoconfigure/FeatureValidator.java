package io.servicegroup.autoconfigure;

import java.util.Set;

import io.servicegroup.tooz.Feature;

/**
 * Refuses properties that ask of a backend what it has not.
 */
final class FeatureValidator {

	private FeatureValidator() {
	}

	static void check(String backend, Set<Feature> features, boolean autoJoin, boolean election) {
		if (autoJoin && !features.contains(Feature.GROUPS)) {
			throw new InvalidPropertyException("servicegroup.auto-join",
					"There is no group to join: the backend '" + backend + "' has none.",
					"Set servicegroup.auto-join=false to use what the backend has, or set servicegroup.tooz-url to one "
							+ "with groups, such as redis://localhost:6379?timeout=5.");
		}
		if (election && !features.contains(Feature.ELECTION)) {
			throw new InvalidPropertyException("servicegroup.leader-election.enabled",
					"No leader can be elected: the backend '" + backend + "' has no elections.",
					"Set servicegroup.leader-election.enabled=false, or set servicegroup.tooz-url to one with elections, "
							+ "such as redis://localhost:6379?timeout=5.");
		}
	}

	/** It need not elect leaders: the new place does. */
	static void checkOld(String backend, Set<Feature> features) {
		if (!features.contains(Feature.GROUPS)) {
			throw new InvalidPropertyException(MigratingDriverFactory.PROPERTY,
					"Nobody stands there to move away: the backend '" + backend + "' has no groups.",
					"Name the place where the members stood before, or leave the property out.");
		}
	}

}
