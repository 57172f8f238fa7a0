package io.servicegroup.faults;

import java.time.Duration;

/**
 * A member's own JVM is overloaded for a minute. Heartbeats continue: no observer sees
 * the member leave, and it is never DOWN.
 */
record StrainFault(Strain strain, String name) implements Fault {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		environment.member("survivor");
		MemberProcess strained = environment.member("strained");
		long seconds = environment.rounds(60, 8);
		long start = System.nanoTime();
		strained.send("strain " + this.strain + " " + seconds);
		figures.check(
				environment.waitFor(LIMIT.plusSeconds(seconds),
						() -> strained.process().output().contains(this.strain.over())),
				"the strain did not end in time");
		long over = System.nanoTime();
		figures.check(environment.waitFor(FaultEnvironment.RECOVERY, () -> isListed(environment, strained)),
				"the member is not listed again by all observers");
		figures.recovered(FaultEnvironment.between(over, System.nanoTime()));
		FaultEnvironment.sleep(FaultEnvironment.HEARTBEAT);
		new Checks(environment, figures, start).noneLeft("survivor");
		for (GroupObserver one : environment.observers()) {
			int left = one.since(start, Observation.Kind.LEFT, strained.name()).size();
			int joined = one.since(start, Observation.Kind.JOINED, strained.name()).size();
			figures.check(left == joined,
					one + " received " + left + " left and " + joined + " joined events of the strained member");
			figures.check(left == 0, one + " saw the strained member leave " + left + " times");
		}
		strained.since(start, Observation.Kind.DOWN, strained.name())
			.forEach((event) -> figures.violation(strained.name() + " was DOWN: " + event.detail()));
	}

	private static boolean isListed(FaultEnvironment environment, MemberProcess strained) {
		return environment.observers()
			.stream()
			.allMatch((observer) -> !observer.view().stale() && observer.view().isUp(strained.name()));
	}

}
