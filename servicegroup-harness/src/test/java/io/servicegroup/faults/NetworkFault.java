package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member is cut off from its store, which all others can reach. For half a timeout: no
 * observer sees it leave, and its own view recovers. For three timeouts: the others see
 * it leave once; its own status is DOWN after its timeout, and it sees no other member
 * leave. Once the network works again, the member is back within one heartbeat and a
 * second.
 */
record NetworkFault(NetworkFailure failure) implements ServerFault {

	private static final String SURVIVOR = "survivor";

	/** The deadline of a reading in progress, plus one poll interval. */
	private static final Duration STALE_LIMIT = Duration.ofMillis(3000);

	/** The tolerance for the time of a status change on a busy machine. */
	private static final Duration TOLERANCE = Duration.ofMillis(500);

	@Override
	public String name() {
		return this.failure.title();
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		TcpProxy proxy = proxy(environment);
		environment.member(SURVIVOR);
		MemberProcess victim = environment.member("victim", proxy.url(environment.url()));
		for (int round = 0; round < environment.rounds(3, 1); round++) {
			testShortOutage(environment, figures, proxy, victim);
			testLongOutage(environment, figures, proxy, victim);
		}
	}

	static TcpProxy proxy(FaultEnvironment environment) {
		return environment.opened(new TcpProxy(port(environment.url())));
	}

	static int port(String url) {
		return Coordinators.parse(url).hosts().get(0).port();
	}

	private void testShortOutage(FaultEnvironment environment, Figures figures, TcpProxy proxy, MemberProcess victim)
			throws InterruptedException {
		environment.sleepUpToAHeartbeat();
		environment.awaitHealthy();
		long cut = System.nanoTime();
		this.failure.apply(proxy);
		FaultEnvironment.sleep(environment.durationOf(0.5));
		proxy.pass();
		figures.check(environment.waitFor(FaultEnvironment.RECOVERY, () -> !victim.isStale()), "the view stayed stale");
		FaultEnvironment.sleep(FaultEnvironment.HEARTBEAT);
		new Checks(environment, figures, cut).noneLeft(SURVIVOR, victim.name());
		// Including the time since the last heartbeat before the cut, and the recovery,
		// the outage may last a whole timeout.
		long earliest = cut + environment.earliestDown().minusMillis(200).toNanos();
		figures.check(victim.since(cut, Observation.Kind.DOWN, victim.name())
			.stream()
			.allMatch((one) -> one.nanos() >= earliest), "the status was DOWN before the timeout");
	}

	/** memcached has no push, and one of the observers polls only every 900 ms. */
	private static Duration recovery(FaultBackend backend) {
		return (backend == FaultBackend.MEMCACHED) ? FaultEnvironment.RECOVERY.plusSeconds(1)
				: FaultEnvironment.RECOVERY;
	}

	private void testLongOutage(FaultEnvironment environment, Figures figures, TcpProxy proxy, MemberProcess victim)
			throws InterruptedException {
		environment.sleepUpToAHeartbeat();
		environment.awaitHealthy();
		long cut = System.nanoTime();
		long wallClock = System.currentTimeMillis();
		this.failure.apply(proxy);
		Checks checks = new Checks(environment, figures, cut);
		if (this.failure.blocksRequests()) {
			awaitOthers(environment, figures, victim, Observation.Kind.LEFT, cut, FaultEnvironment.DETECTION)
				.forEach(figures::detected);
		}
		long until = cut + FaultEnvironment.TIMEOUT.multipliedBy(environment.rounds(6, 3)).dividedBy(2).toNanos();
		FaultEnvironment.sleep(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
		checkAge(figures, victim, cut, wallClock);
		checkDownTime(checks, victim);
		long repaired = System.nanoTime();
		proxy.pass();
		if (this.failure.blocksRequests()) {
			awaitOthers(environment, figures, victim, Observation.Kind.JOINED, repaired,
					recovery(environment.backend()))
				.forEach(figures::recovered);
		}
		awaitFresh(environment, figures, victim, cut, repaired);
		figures.check(
				environment.waitFor(FaultEnvironment.RECOVERY,
						() -> !victim.since(repaired, Observation.Kind.UP, victim.name()).isEmpty()),
				"the status is not UP again");
		FaultEnvironment.sleep(FaultEnvironment.HEARTBEAT);
		checks.noneLeft(SURVIVOR);
		checkEventCounts(environment, figures, checks, victim);
		figures.check(!victim.process().output().contains("is taken"),
				"the member took its own registration for a duplicate");
	}

	/**
	 * Waits until all others have seen the event, and returns how long it took each of
	 * them.
	 */
	private static List<Duration> awaitOthers(FaultEnvironment environment, Figures figures, MemberProcess victim,
			Observation.Kind kind, long since, Duration limit) {
		List<GroupObserver> others = environment.allObservers().stream().filter((one) -> one != victim).toList();
		boolean all = environment.waitFor(limit,
				() -> others.stream().noneMatch((one) -> one.since(since, kind, victim.name()).isEmpty()));
		figures.check(all, "not all observers received within " + limit + " that the victim has " + kind);
		return others.stream()
			.flatMap((one) -> one.since(since, kind, victim.name()).stream().limit(1))
			.map((event) -> FaultEnvironment.between(since, event.nanos()))
			.toList();
	}

	/**
	 * If only replies are blocked, the store may keep the member or drop it. In either
	 * case each observer receives as many joined as left events, at most one of each.
	 */
	private void checkEventCounts(FaultEnvironment environment, Figures figures, Checks checks, MemberProcess victim) {
		for (GroupObserver one : environment.allObservers()) {
			int left = one.since(checks.since(), Observation.Kind.LEFT, victim.name()).size();
			int joined = one.since(checks.since(), Observation.Kind.JOINED, victim.name()).size();
			if (one != victim && (left != joined || left > 1 || this.failure.blocksRequests() && left == 0)) {
				figures.missedEvent(one + " received " + left + " left and " + joined + " joined events of the victim");
			}
		}
	}

	/** Checks that the victim's view was stale during the fault and is fresh again. */
	private static void awaitFresh(FaultEnvironment environment, Figures figures, MemberProcess victim, long cut,
			long repaired) {
		figures.check(!victim.since(cut, Observation.Kind.STALE, victim.name()).isEmpty(),
				"the view was not stale during the fault");
		figures.check(
				environment.waitFor(FaultEnvironment.RECOVERY,
						() -> !victim.since(repaired, Observation.Kind.FRESH, victim.name()).isEmpty()),
				"the view stayed stale");
	}

	private static void checkAge(Figures figures, MemberProcess victim, long cut, long wallClock) {
		for (Observation stale : victim.since(cut, Observation.Kind.STALE, victim.name())) {
			long age = wallClock - Long.parseLong(stale.detail());
			figures.check(Math.abs(age) < STALE_LIMIT.toMillis(), "the stale view was " + age + " ms old at the cut");
			figures.check(FaultEnvironment.between(cut, stale.nanos()).compareTo(STALE_LIMIT) < 0,
					"the view was stale only after " + FaultEnvironment.between(cut, stale.nanos()));
		}
	}

	private static void checkDownTime(Checks checks, MemberProcess victim) {
		List<Observation> down = victim.since(checks.since(), Observation.Kind.DOWN, victim.name());
		checks.figures().check(down.size() == 1, "the status was DOWN " + down.size() + " times");
		for (Observation one : down) {
			Duration after = FaultEnvironment.between(checks.since(), one.nanos());
			checks.figures()
				.check(after.compareTo(checks.environment().earliestDown().minus(TOLERANCE)) > 0
						&& after.compareTo(FaultEnvironment.TIMEOUT.plus(TOLERANCE)) < 0,
						"the status was DOWN after " + after + ": " + one.detail());
		}
	}

}
