package io.servicegroup.migration;

import java.util.OptionalLong;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.LeaderLock;
import org.jspecify.annotations.Nullable;

/**
 * Combines the leader locks of source and target. It is held if both are held. The
 * source's is acquired first and released last; a candidate keeps it while it waits for
 * the target's. Fencing tokens come from the target.
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

	@Override
	public @Nullable Registration onReleased(Runnable wake) {
		Registration first = this.source.onReleased(wake);
		Registration second;
		try {
			second = this.target.onReleased(wake);
		}
		catch (RuntimeException | Error ex) {
			if (first != null) {
				first.close();
			}
			throw ex;
		}
		if (first == null || second == null) {
			return (first != null) ? first : second;
		}
		return () -> {
			first.close();
			second.close();
		};
	}

}
