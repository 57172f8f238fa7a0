package io.servicegroup;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How far the members have moved from one coordination service to another, see
 * {@code servicegroup.migration.from}.
 *
 * @param from where they stood before, without secrets
 * @param onlyOnOld the ids of those who stand there only, for each group that was read,
 * as of its last reading; where nobody does in any, and nothing is switched there only,
 * the property may go
 * @param switchedOnlyOnOld the ids of those whose operators' switches stand there only,
 * from before or by who was not moving, for each group that has such: turn them again,
 * lest they be lost with the property
 * @param problem what is wrong with the old side, or {@code null}; it does not count in
 * {@link MembershipStatus#isUp()}
 */
public record MigrationStatus(String from, Map<String, Set<String>> onlyOnOld,
		Map<String, Set<String>> switchedOnlyOnOld, @Nullable String problem) {
}
