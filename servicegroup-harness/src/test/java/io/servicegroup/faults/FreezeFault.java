package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;

/**
 * The store is frozen by SIGSTOP: no call is answered, and no connection breaks. Views
 * are stale and say since when, no live member is reported as having left, and no status
 * is DOWN before the timeout.
 *
 * @param timeouts how long the fault lasts, in membership timeouts
 */
record FreezeFault(double timeouts) implements Fault {

	@Override
	public String name() {
		return "store frozen for " + this.timeouts + " timeouts";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		environment.member("one");
		environment.member("two");
		for (int round = 0; round < environment.rounds(5, 1); round++) {
			environment.sleepUpToAHeartbeat();
			environment.awaitHealthy();
			freeze(environment, figures);
		}
	}

	private void freeze(FaultEnvironment environment, Figures figures) throws InterruptedException {
		Duration freeze = environment.durationOf(this.timeouts);
		Checks frozen = new Checks(environment, figures, System.nanoTime());
		environment.server().pause();
		long instant = System.currentTimeMillis();
		FaultEnvironment.sleep(freeze.minus(FaultEnvironment.between(frozen.since(), System.nanoTime())));
		if (freeze.compareTo(FaultEnvironment.TIMEOUT) > 0) {
			environment.allObservers().forEach((one) -> checkView(one, frozen, instant));
		}
		Checks thawed = new Checks(environment, figures, System.nanoTime());
		environment.server().resume();
		thawed.allRecover(FaultEnvironment.RECOVERY);
		frozen.leftIsFollowedByJoined();
		frozen.noneLeft("one", "two");
		if (freeze.compareTo(FaultEnvironment.TIMEOUT) < 0) {
			frozen.noneDown();
		}
	}

	/** Checks what an observer saw during a freeze that is longer than the timeout. */
	private static void checkView(GroupObserver one, Checks frozen, long instant) {
		List<Observation> stale = one.since(frozen.since(), Observation.Kind.STALE, one.name());
		if (stale.isEmpty()) {
			frozen.figures().violation(one.name() + " never had a stale view");
		}
		else {
			Duration time = FaultEnvironment.between(frozen.since(), stale.get(0).nanos());
			frozen.figures().detected(time);
			frozen.figures()
				.check(time.compareTo(FaultEnvironment.DETECTION) <= 0,
						one.name() + "'s view was stale only after " + time);
			long age = instant - Long.parseLong(stale.get(0).detail());
			frozen.figures()
				.check(age >= 0 && age < 2000,
						one.name() + "'s view says that it was read " + age + " ms before the freeze");
		}
		checkStatus(one, frozen);
	}

	/** The last successful heartbeat was at most one interval before the freeze. */
	private static void checkStatus(GroupObserver one, Checks frozen) {
		List<Observation> down = one.since(frozen.since(), Observation.Kind.DOWN, one.name());
		if (down.size() != 1) {
			frozen.figures().violation(one.name() + " was DOWN " + down.size() + " times during the freeze");
		}
		else {
			Duration time = FaultEnvironment.between(frozen.since(), down.get(0).nanos());
			frozen.figures()
				.check(time.compareTo(frozen.environment().earliestDown().minusMillis(200)) >= 0
						&& time.compareTo(FaultEnvironment.DETECTION) <= 0,
						one.name() + " was DOWN " + Times.seconds(time) + " s after the freeze began: "
								+ down.get(0).detail());
		}
	}

}
