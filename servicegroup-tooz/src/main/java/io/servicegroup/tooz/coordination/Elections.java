package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.GroupEvent.LeaderRevoked;
import org.jspecify.annotations.Nullable;

/**
 * The elections of tooz's API: a round takes place when it is asked for, in each group
 * with a callback for its election.
 */
final class Elections {

	private final String memberId;

	private final Function<String, LeaderLock> leaderLocks;

	private final Callbacks<LeaderElected> elected = new Callbacks<>();

	private final Callbacks<LeaderRevoked> revoked = new Callbacks<>();

	private final Map<String, LeaderCandidate> candidates = new ConcurrentHashMap<>();

	Elections(String memberId, Function<String, LeaderLock> leaderLocks) {
		this.memberId = memberId;
		this.leaderLocks = leaderLocks;
	}

	Callbacks<LeaderElected> elected() {
		return this.elected;
	}

	Callbacks<LeaderRevoked> revoked() {
		return this.revoked;
	}

	/**
	 * Tries in each watched group, whatever happens in another. One round at a time, so
	 * that none elects a candidate that another has just forgotten.
	 */
	synchronized void run() {
		@Nullable CoordinationException first = null;
		for (String group : this.elected.groups()) {
			try {
				this.candidates.computeIfAbsent(group, this::candidate).round();
			}
			catch (CoordinationException ex) {
				first = (first != null) ? first : ex;
			}
		}
		// As in tooz, a leader leads on when its callback is gone.
		this.candidates.entrySet().removeIf((e) -> !this.elected.has(e.getKey()) && !e.getValue().isLeader());
		if (first != null) {
			throw first;
		}
	}

	private LeaderCandidate candidate(String group) {
		return new LeaderCandidate(this.leaderLocks.apply(group), new LeaderCandidate.Listener() {

			@Override
			public void elected(OptionalLong fencingToken) {
				Elections.this.elected.tell(new LeaderElected(group, Elections.this.memberId, fencingToken));
			}

			@Override
			public void revoked() {
				Elections.this.revoked.tell(new LeaderRevoked(group, Elections.this.memberId));
			}

		}, System::nanoTime);
	}

	boolean isLeader(String group) {
		LeaderCandidate candidate = this.candidates.get(group);
		return candidate != null && candidate.isLeader();
	}

	/** Other members learn of it only after the callbacks here. */
	boolean standDown(String group) {
		LeaderCandidate candidate = this.candidates.get(group);
		if (candidate == null) {
			return false;
		}
		boolean led = candidate.resign(Duration.ZERO);
		return candidate.release() && led;
	}

	/** Reports the end of each leadership; the locks are released after that. */
	void close() {
		this.candidates.values().forEach(LeaderCandidate::end);
		this.candidates.clear();
	}

}
