package io.servicegroup.actuate;

import java.util.Map;
import java.util.Set;

import io.servicegroup.MigrationStatus;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a migration in the response of the endpoint, see
 * {@link MigrationStatus}.
 *
 * @param from the source's URL, without secrets
 * @param onlyOnOld the ids of the members that are registered in the source only, by
 * group
 * @param switchedOnlyOnOld the ids of the members whose switches are stored in the source
 * only, by group
 * @param problem the problem of the source, or {@code null} if there is none
 * @since 0.1.0
 */
public record MigrationDescriptor(String from, Map<String, Set<String>> onlyOnOld,
		Map<String, Set<String>> switchedOnlyOnOld, @Nullable String problem) {

	static @Nullable MigrationDescriptor of(@Nullable MigrationStatus status) {
		return (status != null) ? new MigrationDescriptor(status.from(), status.onlyOnOld(), status.switchedOnlyOnOld(),
				status.problem()) : null;
	}

}
