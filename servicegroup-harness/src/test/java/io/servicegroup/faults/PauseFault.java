package io.servicegroup.faults;

import java.time.Duration;

/**
 * A member is frozen by SIGSTOP, as by a live migration of its virtual machine or a long
 * garbage collection. If the pause is shorter than the timeout, no observer sees the
 * member leave. If it is longer, all see it leave, and join again with its next
 * heartbeat.
 *
 * @param timeouts how long the pause lasts, in membership timeouts
 */
record PauseFault(double timeouts) implements Fault {

	@Override
	public String name() {
		return "member frozen for " + this.timeouts + " timeouts";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		environment.member("survivor");
		MemberProcess sleeper = environment.member("sleeper");
		for (int round = 0; round < environment.rounds(5, 1); round++) {
			environment.sleepUpToAHeartbeat();
			pause(environment, figures, sleeper);
		}
		new Checks(environment, figures, 0).noneLeft("survivor");
	}

	private void pause(FaultEnvironment environment, Figures figures, MemberProcess sleeper)
			throws InterruptedException {
		Duration pause = environment.durationOf(this.timeouts);
		Checks asleep = new Checks(environment, figures, System.nanoTime());
		sleeper.process().pause();
		FaultEnvironment.sleep(pause.minus(FaultEnvironment.between(asleep.since(), System.nanoTime())));
		Checks awake = new Checks(environment, figures, System.nanoTime());
		sleeper.process().resume();
		if (pause.compareTo(FaultEnvironment.TIMEOUT) < 0) {
			FaultEnvironment.sleep(FaultEnvironment.RECOVERY);
			asleep.noneLeft(sleeper.name());
		}
		else {
			asleep.allSeeLeave(sleeper.name(), FaultEnvironment.DETECTION);
			awake.allSeeJoin(sleeper.name(), FaultEnvironment.RECOVERY);
			asleep.allReceivedOnce(sleeper.name(), Observation.Kind.LEFT, Observation.Kind.JOINED);
		}
	}

}
