package io.servicegroup.faults;

import java.time.Duration;
import java.util.function.Consumer;

import io.servicegroup.tck.servers.TcpProxy;

/**
 * A member's network is slow or unreliable. No member is reported as having left, and all
 * observers see the member's updates.
 *
 * @param name the row's name in the table
 * @param impairment impairs the network
 * @param mayFail whether a call may fail and has to be retried
 */
record ImpairedNetworkFault(String name, Consumer<TcpProxy> impairment, boolean mayFail) implements ServerFault {

	static final ImpairedNetworkFault DELAY = new ImpairedNetworkFault("network with 500 ms of delay",
			(proxy) -> proxy.delay(Duration.ofMillis(500)), false);

	static final ImpairedNetworkFault RESETS = new ImpairedNetworkFault("network that resets one answer in ten",
			(proxy) -> proxy.resets(10, 42), true);

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		TcpProxy proxy = NetworkFault.proxy(environment);
		environment.member("survivor");
		MemberProcess victim = environment.member("victim", proxy.url(environment.url()));
		long start = System.nanoTime();
		this.impairment.accept(proxy);
		for (int round = 0; round < environment.rounds(6, 2); round++) {
			long updated = System.nanoTime();
			victim.update();
			figures.check(
					environment.waitFor(FaultEnvironment.TIMEOUT.multipliedBy(2), () -> isSeen(environment, victim)),
					"an update was not seen by all observers");
			figures.recovered(FaultEnvironment.between(updated, System.nanoTime()));
			FaultEnvironment.sleep(FaultEnvironment.TIMEOUT.dividedBy(2));
		}
		check(environment, figures, victim, start);
		checkJoin(environment, figures, proxy.url(environment.url()));
	}

	/** Checks that a new member can join through the impaired network. */
	private static void checkJoin(FaultEnvironment environment, Figures figures, String url)
			throws InterruptedException {
		long start = System.nanoTime();
		MemberProcess newcomer = environment.member("newcomer", url);
		FaultEnvironment.sleep(FaultEnvironment.TIMEOUT);
		new Checks(environment, figures, start).noneLeft(newcomer.name());
	}

	private static boolean isSeen(FaultEnvironment environment, MemberProcess victim) {
		return environment.observers()
			.stream()
			.allMatch((observer) -> observer.view()
				.member(victim.name())
				.filter((member) -> ObservationRecorder.version(member).equals(victim.version()))
				.isPresent());
	}

	private void check(FaultEnvironment environment, Figures figures, MemberProcess victim, long start) {
		Checks checks = new Checks(environment, figures, start);
		checks.noneLeft("survivor", victim.name());
		if (!this.mayFail) {
			checks.noneDown();
		}
		int stale = victim.since(start, Observation.Kind.STALE, victim.name()).size();
		figures.check(this.mayFail || stale == 0, "the view was stale " + stale + " times");
		figures.check(!victim.process().output().contains("is taken"),
				"the member took its own registration for a duplicate");
	}

}
