package io.servicegroup.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.GroupLeader;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.LeaderElections;

/**
 * Elections in two places: who leads was elected in both, first in the old one, then in
 * the new one. So it leads alone beside members that know but one of the two, and as all
 * go the same way, none waits for another for ever.
 */
final class MigratingElections implements LeaderElections {

	private final LeaderElections primary;

	private final LeaderElections old;

	private final Map<String, DoubleCandidacy> candidacies = new ConcurrentHashMap<>();

	MigratingElections(LeaderElections primary, LeaderElections old) {
		this.primary = primary;
		this.old = old;
	}

	@Override
	public void stand(String group, Outcome outcome) {
		this.candidacies.computeIfAbsent(group, (id) -> new DoubleCandidacy(id, this.primary, this.old, outcome))
			.stand(outcome);
	}

	@Override
	public void withdraw(String group, Outcome outcome) {
		DoubleCandidacy candidacy = this.candidacies.get(group);
		if (candidacy != null && candidacy.isOf(outcome) && this.candidacies.remove(group, candidacy)) {
			candidacy.withdraw();
		}
	}

	/** Each step is tried, whatever happens to another. */
	@Override
	public void run() {
		List<ServiceGroupException> failures = new ArrayList<>();
		attempt(this.old::run, failures);
		this.candidacies.values().forEach((candidacy) -> attempt(candidacy::follow, failures));
		attempt(this.primary::run, failures);
		if (!failures.isEmpty()) {
			throw failures.get(0);
		}
	}

	private static void attempt(Runnable step, List<ServiceGroupException> failures) {
		try {
			step.run();
		}
		catch (ServiceGroupException ex) {
			failures.add(ex);
		}
	}

	@Override
	public boolean isLeader(String group) {
		return this.old.isLeader(group) && this.primary.isLeader(group);
	}

	/** Members that have not moved yet are elected in the old place only. */
	@Override
	public Optional<GroupLeader> leader(String group) {
		return this.primary.leader(group)
			.or(() -> this.old.leader(group))
			.map((leader) -> new GroupLeader(leader.memberId(), isLeader(group)));
	}

}
