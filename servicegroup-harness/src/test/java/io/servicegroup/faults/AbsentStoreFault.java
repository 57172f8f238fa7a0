package io.servicegroup.faults;

import java.util.List;

/**
 * The store is unavailable when a member starts. The member starts, reports DOWN with the
 * cause, and joins once the store is available.
 */
final class AbsentStoreFault implements Fault {

	@Override
	public String name() {
		return "store absent at start";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		for (int round = 0; round < environment.rounds(5, 1); round++) {
			environment.server().stop();
			MemberProcess member = environment.startMember("early-" + round, environment.url(), List.of());
			figures.check(environment.waitFor(FaultEnvironment.START, () -> reportsCause(member)),
					"the member does not report why it is DOWN");
			FaultEnvironment.sleep(FaultEnvironment.TIMEOUT);
			environment.sleepUpToAHeartbeat();
			long starting = System.nanoTime();
			environment.server().start();
			// The server may answer, and the member may join, before start() returns.
			long present = System.nanoTime();
			boolean all = environment.waitFor(FaultEnvironment.RECOVERY,
					() -> allSawJoin(environment, member, starting));
			figures.recovered(FaultEnvironment.between(present, System.nanoTime()));
			figures.check(all, "not all observers saw the member join within " + FaultEnvironment.RECOVERY);
			environment.remove(member);
			// Otherwise the views of the next round would still contain this member.
			figures.check(
					environment.waitFor(FaultEnvironment.DETECTION.plusSeconds(1),
							() -> allSawLeave(environment, member, starting)),
					"not all observers saw the member leave");
		}
	}

	private static boolean reportsCause(MemberProcess member) {
		return member.observations()
			.stream()
			.anyMatch((one) -> one.kind() == Observation.Kind.DOWN && !one.detail().equals("No heartbeat yet"));
	}

	private static boolean allSawLeave(FaultEnvironment environment, MemberProcess member, long since) {
		return environment.observers()
			.stream()
			.noneMatch((one) -> one.since(since, Observation.Kind.LEFT, member.name()).isEmpty());
	}

	private static boolean allSawJoin(FaultEnvironment environment, MemberProcess member, long since) {
		return !member.since(since, Observation.Kind.UP, member.name()).isEmpty() && environment.observers()
			.stream()
			.noneMatch((one) -> one.since(since, Observation.Kind.JOINED, member.name()).isEmpty());
	}

}
