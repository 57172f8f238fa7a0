package io.servicegroup.driver;

import java.util.Optional;
import java.util.OptionalLong;

import io.servicegroup.GroupLeader;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.coordination.LeaderLock;

/**
 * Adapts the elections of a tooz {@link Coordinator}.
 */
record ToozElections(Coordinator coordinator, ToozErrors errors) implements LeaderElections {

	@Override
	public LeaderLock lock(String group) {
		return new Lock(this.errors.call(() -> this.coordinator.getLeaderLock(group)));
	}

	@Override
	public Optional<GroupLeader> leader(String group) {
		return this.errors.call(() -> {
			try {
				return this.coordinator.getLeader(group).map((leader) -> new GroupLeader(leader.memberId(), false));
			}
			catch (GroupNotFoundException ex) {
				// A group that does not exist has no leader.
				return Optional.empty();
			}
		});
	}

	private final class Lock implements LeaderLock {

		private final DistributedLock lock;

		Lock(DistributedLock lock) {
			this.lock = lock;
		}

		@Override
		public boolean tryLock() {
			return ToozElections.this.errors.callCreating(ToozElections.this.coordinator, this.lock::tryLock);
		}

		@Override
		public boolean isAcquired() {
			return this.lock.isAcquired();
		}

		@Override
		public OptionalLong fencingToken() {
			return ToozElections.this.errors.call(this.lock::fencingToken);
		}

		@Override
		public boolean release() {
			return ToozElections.this.errors.call(this.lock::release);
		}

		@Override
		public void onLost(Runnable action) {
			this.lock.onLost(action);
		}

	}

}
