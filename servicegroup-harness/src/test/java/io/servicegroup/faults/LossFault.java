package io.servicegroup.faults;

import java.util.Optional;

/**
 * The store loses its data or is unavailable. Afterwards all live members are registered
 * again, with their latest capabilities; lost groups are created again.
 */
record LossFault(Loss loss) implements Fault {

	@Override
	public String name() {
		return this.loss.title();
	}

	@Override
	public Optional<String> notApplicableReason(FaultBackend backend) {
		return (this.loss.isKeepingData() && !backend.isKeepingData()) ? Optional.of("it keeps no data")
				: Optional.empty();
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		environment.member("one");
		MemberProcess changing = environment.member("two");
		for (int round = 0; round < environment.rounds(5, 1); round++) {
			environment.sleepUpToAHeartbeat();
			Checks lost = new Checks(environment, figures, System.nanoTime());
			this.loss.inject(environment.server(), changing::update);
			new Checks(environment, figures, System.nanoTime()).allRecover(FaultEnvironment.RECOVERY);
			lost.leftIsFollowedByJoined();
			if (this.loss.isKeepingData()) {
				lost.noneLeft("one", "two");
			}
		}
	}

}
