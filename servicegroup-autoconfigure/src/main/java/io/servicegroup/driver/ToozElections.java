package io.servicegroup.driver;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.servicegroup.GroupLeader;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.GroupEvent.LeaderRevoked;
import io.servicegroup.tooz.GroupNotCreated;

/**
 * The elections of a tooz {@link Coordinator}.
 */
final class ToozElections implements LeaderElections {

	private final Coordinator coordinator;

	private final ToozErrors errors;

	private final Map<String, Candidate> candidates = new ConcurrentHashMap<>();

	ToozElections(Coordinator coordinator, ToozErrors errors) {
		this.coordinator = coordinator;
		this.errors = errors;
	}

	@Override
	public void stand(String group, Outcome outcome) {
		Candidate candidate = new Candidate(outcome, (event) -> outcome.elected(event.fencingToken()),
				(event) -> outcome.revoked());
		this.errors.run(() -> {
			this.coordinator.watchRevokedAsLeader(group, candidate.revoked);
			this.coordinator.watchElectedAsLeader(group, candidate.elected);
		});
		Candidate other = this.candidates.put(group, candidate);
		if (other != null) {
			this.coordinator.unwatchElectedAsLeader(group, other.elected);
			this.coordinator.unwatchRevokedAsLeader(group, other.revoked);
		}
	}

	@Override
	public void withdraw(String group, Outcome outcome) {
		Candidate candidate = this.candidates.get(group);
		if (candidate == null || candidate.outcome != outcome || !this.candidates.remove(group, candidate)) {
			return;
		}
		this.coordinator.unwatchElectedAsLeader(group, candidate.elected);
		try {
			this.errors.run(() -> this.coordinator.standDownGroupLeader(group));
		}
		finally {
			this.coordinator.unwatchRevokedAsLeader(group, candidate.revoked);
		}
	}

	@Override
	public void run() {
		this.errors.run(() -> MissingGroup.created(this.coordinator, this.coordinator::runElectCoordinator));
	}

	@Override
	public boolean isLeader(String group) {
		return this.coordinator.isLeader(group);
	}

	@Override
	public Optional<GroupLeader> leader(String group) {
		return this.errors.call(() -> {
			try {
				return this.coordinator.getLeader(group)
					.map((leader) -> new GroupLeader(leader.memberId(), isLeader(group)));
			}
			catch (GroupNotCreated ex) {
				// Where there is no group, nobody leads it.
				return Optional.empty();
			}
		});
	}

	private record Candidate(Outcome outcome, Consumer<LeaderElected> elected, Consumer<LeaderRevoked> revoked) {
	}

}
