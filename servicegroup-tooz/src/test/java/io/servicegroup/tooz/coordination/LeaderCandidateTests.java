package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a candidate through every order of steps up to a length. The test controls the
 * lock, the store's answers and the clock.
 */
class LeaderCandidateTests {

	private static final int LENGTH = 5;

	@Test
	void noOrderBreaksARule() {
		long orders = explore(new ArrayList<>());
		assertThat(orders).isGreaterThan(500_000);
	}

	/** Proves that the rules can fail. */
	@Test
	void aLockThatForgetsItsLossIsFound() {
		List<Step> order = List.of(Step.ROUND, Step.EXPIRES, Step.OTHER_IS_ELECTED);
		assertThat(new Run(false).breaks(order)).isNull();
		assertThat(new Run(true).breaks(order)).contains("two leaders");
	}

	private static long explore(List<Step> order) {
		String broken = new Run(false).breaks(order);
		assertThat(broken).as("%s", order).isNull();
		long orders = 1;
		if (order.size() < LENGTH) {
			for (Step step : Step.values()) {
				order.add(step);
				orders += explore(order);
				order.remove(order.size() - 1);
			}
		}
		return orders;
	}

	private enum Step {

		ROUND,

		/** The application resigns during the call to the store. */
		ROUND_AND_RESIGNS, ROUND_AND_ENDS,

		/** The lock is granted, and lost before the candidate reports it. */
		ROUND_AND_EXPIRES,

		RESIGNS,

		/**
		 * The release after a resignation. It fails while the store is down.
		 */
		RELEASES,

		SUSPENDS, RESUMES,

		/** The rest time after a resignation elapses. */
		TIME_PASSES,

		/** The lock is lost, and the notification is still in progress. */
		EXPIRES,

		/** The notification of a loss, possibly of an earlier one. */
		NOTIFIED,

		OTHER_IS_ELECTED, STORE_FAILS, STORE_WORKS

	}

	/** One order, from the start. */
	private static final class Run implements LeaderLock, LeaderCandidate.Listener {

		private static final Duration REST = Duration.ofNanos(10);

		private final boolean forgetful;

		private long now = Long.MAX_VALUE - 5;

		private boolean held;

		private boolean otherLeads;

		private boolean storeDown;

		private boolean elected;

		private boolean suspended;

		private boolean ended;

		private int releasesDue;

		private long rest;

		private long restsUntil = this.now;

		private Runnable duringCall = () -> {
		};

		private String broken;

		private Runnable lost = () -> {
		};

		private final LeaderCandidate candidate = new LeaderCandidate(this, this, () -> this.now);

		Run(boolean forgetful) {
			this.forgetful = forgetful;
		}

		/** Returns the broken rule. */
		String breaks(List<Step> order) {
			for (Step step : order) {
				take(step);
				check();
			}
			if (this.broken == null) {
				recover();
			}
			return this.broken;
		}

		private void take(Step step) {
			switch (step) {
				case ROUND -> round(() -> {
				});
				case ROUND_AND_RESIGNS -> round(this::resign);
				case ROUND_AND_ENDS -> round(this::end);
				case ROUND_AND_EXPIRES -> round(() -> this.held = false);
				case RESIGNS -> resign();
				case RELEASES -> releaseOnce();
				case SUSPENDS -> suspend();
				case RESUMES -> resume();
				case TIME_PASSES -> this.now += REST.toNanos();
				case EXPIRES -> this.held &= this.forgetful;
				case NOTIFIED -> this.lost.run();
				case OTHER_IS_ELECTED -> this.otherLeads |= this.forgetful || !this.held;
				case STORE_FAILS -> this.storeDown = true;
				case STORE_WORKS -> {
					this.storeDown = false;
					this.otherLeads = false;
				}
			}
		}

		private void round(Runnable during) {
			this.duringCall = during;
			try {
				this.candidate.round();
			}
			catch (IllegalStateException ex) {
				// The next round retries, as it does in the elector's thread.
			}
			this.duringCall = () -> {
			};
		}

		private void resign() {
			this.candidate.resign(REST);
			this.releasesDue++;
			this.rest = REST.toNanos();
		}

		private void suspend() {
			this.candidate.suspend();
			this.releasesDue++;
			this.suspended = true;
			this.rest = 0;
		}

		private void resume() {
			this.candidate.resume();
			this.suspended = false;
		}

		private void end() {
			this.candidate.end();
			this.releasesDue++;
			this.ended = true;
			this.rest = 0;
		}

		/** Each resignation is followed by one release. */
		private void releaseOnce() {
			if (this.releasesDue > 0) {
				this.releasesDue--;
				try {
					this.candidate.release();
				}
				catch (IllegalStateException ex) {
					// The lock is released in memory even so.
				}
				this.restsUntil = this.now + this.rest;
			}
		}

		private void check() {
			boolean leads = this.candidate.isLeader();
			rule(!leads || this.held, "leads without the lock");
			rule(!leads || this.elected, "leads before its election was published");
			rule(!leads || this.releasesDue == 0, "leads though it resigned");
			rule(!leads || !this.suspended, "leads though it is suspended");
			rule(!leads || !this.ended, "leads though its candidacy is over");
			rule(this.releasesDue == 0 || !this.elected, "resigned, but the revocation is not published");
			rule(!(leads && this.otherLeads), "two leaders");
		}

		/**
		 * After any order, the lock is not held without a leader, and the candidate can
		 * be elected.
		 */
		private void recover() {
			while (this.releasesDue > 0) {
				releaseOnce();
			}
			rule(this.held == this.candidate.isLeader() || !this.ended, "ended, but holds the lock");
			take(Step.STORE_WORKS);
			resume();
			take(Step.TIME_PASSES);
			take(Step.ROUND);
			rule(this.candidate.isLeader() != this.ended, "not elected again");
			rule(this.elected == this.candidate.isLeader(), "elected, but not published");
			rule(this.held == this.candidate.isLeader(), "does not lead, but holds the lock");
		}

		private void rule(boolean kept, String rule) {
			if (!kept && this.broken == null) {
				this.broken = rule;
			}
		}

		@Override
		public boolean tryLock() {
			rule(!this.held, "acquired twice");
			rule(!this.suspended && !this.ended && this.releasesDue == 0, "tries though it resigned");
			rule(this.now - this.restsUntil >= 0, "tries while it rests");
			boolean won = !this.storeDown && !this.otherLeads;
			this.held = won;
			this.duringCall.run();
			if (this.storeDown) {
				throw new IllegalStateException("down");
			}
			return won;
		}

		@Override
		public boolean isAcquired() {
			return this.held;
		}

		@Override
		public OptionalLong fencingToken() {
			if (!this.held) {
				throw new IllegalStateException("not held");
			}
			return OptionalLong.of(1);
		}

		@Override
		public boolean release() {
			boolean was = this.held;
			this.held = false;
			if (was && this.storeDown) {
				throw new IllegalStateException("down");
			}
			return was;
		}

		@Override
		public void onLost(Runnable action) {
			this.lost = action;
		}

		@Override
		public void elected(OptionalLong fencingToken) {
			rule(!this.elected, "elected twice");
			rule(this.held, "elected without the lock");
			this.elected = true;
		}

		@Override
		public void revoked() {
			rule(this.elected, "revoked without an election");
			this.elected = false;
		}

	}

}
