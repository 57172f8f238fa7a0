package io.servicegroup.membership;

import io.servicegroup.driver.LeaderElections;
import io.servicegroup.driver.LeaderElections.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A candidacy in the old place, and while it is won there in the new one. Told are
 * elections in both, and revocations in either; the fencing tokens are the new place's.
 */
final class DoubleCandidacy implements Outcome {

	private final String group;

	private final LeaderElections primary;

	private final LeaderElections old;

	private volatile Outcome outcome;

	private boolean onPrimary;

	private final Outcome inOldPlace = new Outcome() {

		@Override
		public void elected(@Nullable Long fencingToken) {
			// The next step is taken by follow().
		}

		@Override
		public void revoked() {
			DoubleCandidacy.this.outcome.revoked();
		}

	};

	DoubleCandidacy(String group, LeaderElections primary, LeaderElections old, Outcome outcome) {
		this.group = group;
		this.primary = primary;
		this.old = old;
		this.outcome = outcome;
	}

	void stand(Outcome outcome) {
		this.outcome = outcome;
		this.old.stand(this.group, this.inOldPlace);
	}

	boolean isOf(Outcome outcome) {
		return this.outcome == outcome;
	}

	@Override
	public void elected(@Nullable Long fencingToken) {
		if (this.old.isLeader(this.group)) {
			this.outcome.elected(fencingToken);
		}
	}

	@Override
	public void revoked() {
		this.outcome.revoked();
	}

	/** Stands in the new place while the old one is won, and no longer. */
	synchronized void follow() {
		boolean won = this.old.isLeader(this.group);
		if (won && !this.onPrimary) {
			this.onPrimary = true;
			this.primary.stand(this.group, this);
		}
		else if (!won && this.onPrimary) {
			this.onPrimary = false;
			this.primary.withdraw(this.group, this);
		}
	}

	/** The other way round than it was won. */
	synchronized void withdraw() {
		try {
			if (this.onPrimary) {
				this.onPrimary = false;
				this.primary.withdraw(this.group, this);
			}
		}
		finally {
			this.old.withdraw(this.group, this.inOldPlace);
		}
	}

}
