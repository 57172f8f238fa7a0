package io.servicegroup.migration;

import java.util.OptionalLong;

import io.servicegroup.tooz.coordination.LeaderLock;

/**
 * The leader locks of source and target: held once both are, acquired in this order and
 * released in the opposite one. A candidate keeps the source's lock while it waits for
 * the target's. The fencing tokens are the target's.
 */
final class DualCandidate implements LeaderLock {

	private final LeaderLock target;

	private final LeaderLock source;

	DualCandidate(LeaderLock target, LeaderLock source) {
		this.target = target;
		this.source = source;
	}

	@Override
	public synchronized boolean tryLock() {
		boolean won = false;
		try {
			won = this.source.isAcquired() || this.source.tryLock();
		}
		finally {
			if (!won) {
				this.target.release();
			}
		}
		return won && (this.target.isAcquired() || this.target.tryLock());
	}

	@Override
	public boolean isAcquired() {
		return this.source.isAcquired() && this.target.isAcquired();
	}

	@Override
	public OptionalLong fencingToken() {
		return this.target.fencingToken();
	}

	@Override
	public synchronized boolean release() {
		boolean both = isAcquired();
		try {
			return this.target.release() && both;
		}
		finally {
			this.source.release();
		}
	}

	@Override
	public void onLost(Runnable action) {
		this.source.onLost(action);
		this.target.onLost(action);
	}

}
