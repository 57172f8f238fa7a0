package io.servicegroup.membership;

import java.util.Collection;

import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.LeaderElections;
import org.jspecify.annotations.Nullable;

/**
 * One round of a campaign: tries to be elected, tells what came of it, and reads who
 * leads where this member does not.
 */
record ElectionRound(LeaderElections elections, Collection<Candidacy> candidacies) {

	/** Returns what went wrong. */
	@Nullable ServiceGroupException hold() {
		this.candidacies.forEach(Candidacy::standIfRested);
		@Nullable ServiceGroupException failure = run();
		this.candidacies.forEach(Candidacy::settle);
		return (failure != null) ? failure : read();
	}

	private @Nullable ServiceGroupException run() {
		try {
			this.elections.run();
			return null;
		}
		catch (ServiceGroupUnavailableException ex) {
			this.candidacies.forEach((candidacy) -> candidacy.failed(ex));
			return ex;
		}
		catch (ServiceGroupException ex) {
			return ex;
		}
	}

	/**
	 * Stops at a store that does not answer: the rest would only cost their deadlines.
	 */
	private @Nullable ServiceGroupException read() {
		@Nullable ServiceGroupException failure = null;
		for (Candidacy candidacy : this.candidacies) {
			try {
				if (failure instanceof ServiceGroupUnavailableException) {
					candidacy.failed(failure);
				}
				else {
					candidacy.read();
				}
			}
			catch (ServiceGroupException ex) {
				failure = ex;
			}
		}
		return failure;
	}

}
