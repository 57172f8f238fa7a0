package io.servicegroup.migration;

import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.driver.LeaderElections;
import io.servicegroup.tooz.coordination.LeaderLock;

/**
 * Elects leaders during a migration: a leader holds the locks of both source and target.
 * So it is the only leader, also among members that use only one of the two. All acquire
 * the source's lock first, which excludes deadlocks.
 */
record MigratingElections(LeaderElections target, LeaderElections source) implements LeaderElections {

	@Override
	public LeaderLock lock(String group) {
		return new DualCandidate(this.target.lock(group), this.source.lock(group));
	}

	/**
	 * Reads the source if the target has no leader: members that use only the source are
	 * elected there.
	 */
	@Override
	public Optional<GroupLeader> leader(String group) {
		return this.target.leader(group).or(() -> this.source.leader(group));
	}

}
