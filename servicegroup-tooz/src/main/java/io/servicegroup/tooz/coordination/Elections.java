package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.GroupEvent.LeaderRevoked;

/**
 * The elections of tooz's API. {@link #run()} tries to elect this member in each group
 * that has an election callback.
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
	 * Runs one election round in each watched group, then throws the first failure.
	 * Synchronized, so that no round elects a candidate that another round has just
	 * removed.
	 */
	synchronized void run() {
		try {
			IsolatedCalls.forEach(this.elected.groups(),
					(group) -> this.candidates.computeIfAbsent(group, this::candidate).round());
		}
		finally {
			// As in tooz, a leader keeps leading after its callback is removed.
			this.candidates.entrySet().removeIf((e) -> !this.elected.has(e.getKey()) && !e.getValue().isLeader());
		}
	}

	private LeaderCandidate candidate(String group) {
		return new LeaderCandidate(this.leaderLocks.apply(group), new LeaderCandidate.Listener() {

			@Override
			public void elected(OptionalLong fencingToken) {
				Elections.this.elected.call(new LeaderElected(group, Elections.this.memberId, fencingToken));
			}

			@Override
			public void revoked() {
				Elections.this.revoked.call(new LeaderRevoked(group, Elections.this.memberId));
			}

		}, System::nanoTime);
	}

	boolean isLeader(String group) {
		LeaderCandidate candidate = this.candidates.get(group);
		return candidate != null && candidate.isLeader();
	}

	/**
	 * Resigns a leadership. Calls the callbacks before it releases the lock in the store.
	 */
	boolean resign(String group) {
		LeaderCandidate candidate = this.candidates.get(group);
		if (candidate == null) {
			return false;
		}
		boolean led = candidate.resign(Duration.ZERO);
		return candidate.release() && led;
	}

	/**
	 * Calls the revocation callbacks of each leadership. The caller releases the locks
	 * afterwards.
	 */
	void close() {
		this.candidates.values().forEach(LeaderCandidate::end);
		this.candidates.clear();
	}

}
