package io.servicegroup.faults;

/**
 * A member is killed by {@code kill -9}. Every observer sees it leave once, within the
 * timeout plus one second.
 */
final class KillFault implements Fault {

	@Override
	public String name() {
		return "member killed (kill -9)";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		environment.member("survivor");
		for (int round = 0; round < environment.rounds(20, 1); round++) {
			MemberProcess victim = environment.member("victim-" + round);
			environment.sleepUpToAHeartbeat();
			Checks checks = new Checks(environment, figures, System.nanoTime());
			environment.remove(victim);
			checks.allSeeLeave(victim.name(), FaultEnvironment.DETECTION);
			checks.allReceivedOnce(victim.name(), Observation.Kind.LEFT);
		}
		new Checks(environment, figures, 0).noneLeft("survivor");
	}

}
