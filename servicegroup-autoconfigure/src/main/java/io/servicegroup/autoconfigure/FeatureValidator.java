package io.servicegroup.autoconfigure;

import java.util.Set;

import io.servicegroup.tooz.Feature;

/**
 * Rejects properties that require a feature that the backend does not support.
 */
final class FeatureValidator {

	private FeatureValidator() {
	}

	static void check(String backend, Set<Feature> features, boolean autoJoin, boolean election) {
		if (autoJoin && !features.contains(Feature.GROUPS)) {
			throw new InvalidPropertyException("servicegroup.auto-join",
					"No group can be joined: the backend '" + backend + "' does not support groups.",
					"Set servicegroup.auto-join=false to use the backend's other features only, or set "
							+ "servicegroup.tooz-url to a backend with groups, such as redis://localhost:6379?timeout=5.");
		}
		if (election && !features.contains(Feature.ELECTION)) {
			throw new InvalidPropertyException("servicegroup.leader-election.enabled",
					"No leader can be elected: the backend '" + backend + "' does not support elections.",
					"Set servicegroup.leader-election.enabled=false, or set servicegroup.tooz-url to a backend with "
							+ "elections, such as redis://localhost:6379?timeout=5.");
		}
	}

	/**
	 * Checks the source of a migration. It need not support elections: the target does.
	 */
	static void checkSource(String backend, Set<Feature> features) {
		if (!features.contains(Feature.GROUPS)) {
			throw new InvalidPropertyException(MigratingDriverFactory.PROPERTY,
					"No members can migrate: the backend '" + backend + "' of the source does not support groups.",
					"Set the property to the driver or URL that the members used before, or remove it.");
		}
	}

}
