package io.servicegroup.membership;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.servicegroup.GroupView;
import io.servicegroup.MembershipStatus;
import io.servicegroup.MigrationStatus;
import io.servicegroup.SwitchLosses;
import org.jspecify.annotations.Nullable;

/**
 * The state of this application's own membership at one moment.
 */
record CurrentStatus(String backend, String url, String memberId, Set<String> groups, Set<String> candidacies,
		Map<String, GroupView> views, @Nullable Duration lastHeartbeat, Duration membershipTimeout,
		@Nullable String problem, @Nullable MigrationStatus migration,
		SwitchLosses switchLosses) implements MembershipStatus {
}
