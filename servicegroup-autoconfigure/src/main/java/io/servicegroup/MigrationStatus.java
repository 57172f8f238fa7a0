package io.servicegroup;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a migration from one coordination service (the source) to another (the
 * target), see {@code servicegroup.migration.from}.
 *
 * @param from the source's URL, without secrets
 * @param onlyOnOld the ids of the members that are registered in the source only, for
 * each group that was read, as of its last reading. Once it is empty for all groups and
 * {@code switchedOnlyOnOld} is empty, {@code servicegroup.migration.from} can be removed
 * @param switchedOnlyOnOld the ids of the members whose switches are stored in the source
 * only, for each group that has such. They were set before the migration, or by an
 * application that does not migrate. Set them again, or they are lost when the property
 * is removed
 * @param problem the problem of the source, or {@code null} if there is none; it does not
 * affect {@link MembershipStatus#isUp()}
 */
public record MigrationStatus(String from, Map<String, Set<String>> onlyOnOld,
		Map<String, Set<String>> switchedOnlyOnOld, @Nullable String problem) {
}
