package io.servicegroup.faults;

import java.time.Duration;
import java.util.List;

/**
 * SIGSTOP of the store: nothing answers, no connection breaks. Views say that they are
 * stale and since when, nobody is told that a living member has left, and nobody's status
 * is down before the timeout.
 *
 * @param timeouts how many timeouts it lasts
 */
record FreezeFault(double timeouts) implements Fault {

	@Override
	public String name() {
		return "store frozen for " + this.timeouts + " timeouts";
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		scene.member("one");
		scene.member("two");
		for (int round = 0; round < scene.rounds(5, 1); round++) {
			scene.lastUpToAHeartbeat();
			freeze(scene, figures);
		}
	}

	private void freeze(Scene scene, Figures figures) throws InterruptedException {
		Duration freeze = scene.lasting(this.timeouts);
		Checks frozen = new Checks(scene, figures, System.nanoTime());
		scene.server().pause();
		long instant = System.currentTimeMillis();
		Scene.last(freeze.minus(Scene.between(frozen.since(), System.nanoTime())));
		if (freeze.compareTo(Scene.TIMEOUT) > 0) {
			scene.everybody().forEach((one) -> look(one, frozen, instant));
		}
		Checks thawed = new Checks(scene, figures, System.nanoTime());
		scene.server().resume();
		thawed.allAreWell(Scene.RECOVERY);
		frozen.leftIsFollowedByJoined();
		frozen.nobodyLeft("one", "two");
		if (freeze.compareTo(Scene.TIMEOUT) < 0) {
			frozen.nobodyDown();
		}
	}

	/** What one has to have seen in a freeze that is longer than the timeout. */
	private static void look(Observing one, Checks frozen, long instant) {
		List<Sighting> stale = one.since(frozen.since(), Sighting.Kind.STALE, one.name());
		if (stale.isEmpty()) {
			frozen.figures().violation(one.name() + " did not see its view go stale");
		}
		else {
			Duration time = Scene.between(frozen.since(), stale.get(0).nanos());
			frozen.figures().detected(time);
			frozen.figures().check(time.compareTo(Scene.DETECTION) <= 0, one.name() + " was stale only after " + time);
			long age = instant - Long.parseLong(stale.get(0).detail());
			frozen.figures()
				.check(age >= 0 && age < 2000,
						one.name() + " was last read " + age + " ms before the freeze, as its view says");
		}
		lookAtStatus(one, frozen);
	}

	/** The last good beat was at most one heartbeat before the freeze. */
	private static void lookAtStatus(Observing one, Checks frozen) {
		List<Sighting> down = one.since(frozen.since(), Sighting.Kind.DOWN, one.name());
		if (down.size() != 1) {
			frozen.figures().violation(one.name() + " was down " + down.size() + " times in the freeze");
		}
		else {
			Duration time = Scene.between(frozen.since(), down.get(0).nanos());
			frozen.figures()
				.check(time.compareTo(frozen.scene().earliestDown().minusMillis(200)) >= 0
						&& time.compareTo(Scene.DETECTION) <= 0,
						one.name() + " was down " + Times.seconds(time) + " s after the freeze: "
								+ down.get(0).detail());
		}
	}

}
