package io.servicegroup.migration;

import java.util.Map;
import java.util.Set;

import io.servicegroup.MigrationStatus;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a migration at one moment.
 */
record CurrentProgress(String from, Map<String, Set<String>> onlyOnOld, Map<String, Set<String>> switchedOnlyOnOld,
		@Nullable String problem) implements MigrationStatus {
}
