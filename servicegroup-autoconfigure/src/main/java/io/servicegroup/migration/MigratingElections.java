package io.servicegroup.migration;

import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.driver.LeaderElections;
import io.servicegroup.tooz.coordination.LeaderLock;

/**
 * Elections during a migration: the leader was elected in the source first, then in the
 * target. So it leads alone beside members that know only one of the two, and as all take
 * the same order, no two wait for each other forever.
 */
record MigratingElections(LeaderElections target, LeaderElections source) implements LeaderElections {

	@Override
	public LeaderLock lock(String group) {
		return new DualCandidate(this.target.lock(group), this.source.lock(group));
	}

	/** Members that know only the source are elected there. */
	@Override
	public Optional<GroupLeader> leader(String group) {
		return this.target.leader(group).or(() -> this.source.leader(group));
	}

}
