package io.servicegroup.tooz;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.GroupEvent.LeaderRevoked;
import org.jspecify.annotations.Nullable;

/**
 * The groups that this member would lead. The leader holds the group's leader lock, so it
 * is renewed and lost as any other lock.
 */
final class Elections {

	private final String memberId;

	private final Function<String, BackendLock> leaderLock;

	private final boolean fenced;

	private final Callbacks<LeaderElected> elected = new Callbacks<>();

	private final Callbacks<LeaderRevoked> revoked = new Callbacks<>();

	private final Map<String, Election> elections = new ConcurrentHashMap<>();

	Elections(String memberId, Function<String, BackendLock> leaderLock, boolean fenced) {
		this.memberId = memberId;
		this.leaderLock = leaderLock;
		this.fenced = fenced;
	}

	Callbacks<LeaderElected> elected() {
		return this.elected;
	}

	Callbacks<LeaderRevoked> revoked() {
		return this.revoked;
	}

	/** Stands in each watched group; each is tried, whatever happens to another. */
	void run() {
		@Nullable ToozError first = null;
		for (String group : this.elected.groups()) {
			try {
				this.elections.computeIfAbsent(group, Election::new).run();
			}
			catch (ToozError ex) {
				first = (first != null) ? first : ex;
			}
		}
		if (first != null) {
			throw first;
		}
	}

	boolean isLeader(String group) {
		Election election = this.elections.get(group);
		return election != null && election.lock.isAcquired();
	}

	boolean standDown(String group) {
		Election election = this.elections.get(group);
		return election != null && election.standDown();
	}

	/** Tells of each leadership's end, before the locks are released. */
	void close() {
		this.elections.values().forEach(Election::tellRevoked);
	}

	private final class Election {

		private final String group;

		private final BackendLock lock;

		/** Whether the last that was told is that this member was elected. */
		private boolean told;

		Election(String group) {
			this.group = group;
			this.lock = Elections.this.leaderLock.apply(group);
			this.lock.onLost(this::lost);
		}

		synchronized void run() {
			if (this.lock.isAcquired()) {
				return;
			}
			tellRevoked();
			if (this.lock.acquire(false)) {
				// Throws if the lock is lost by now: then there is nothing to tell.
				Long token = Elections.this.fenced ? this.lock.fencingToken() : null;
				this.told = true;
				Elections.this.elected.tell(new LeaderElected(this.group, Elections.this.memberId, token));
			}
		}

		/** The others hear of it only after those who rely on it here. */
		synchronized boolean standDown() {
			tellRevoked();
			return this.lock.release();
		}

		/** Comes on a thread of its own, perhaps only after the next election. */
		private synchronized void lost() {
			if (!this.lock.isAcquired()) {
				tellRevoked();
			}
		}

		synchronized void tellRevoked() {
			if (this.told) {
				this.told = false;
				Elections.this.revoked.tell(new LeaderRevoked(this.group, Elections.this.memberId));
			}
		}

	}

}
