package io.servicegroup.faults;

import java.time.Duration;

/**
 * SIGSTOP of a member, as a virtual machine that is moved or a long garbage collection:
 * shorter than the timeout it is not down; longer, it is, and is back with its next beat.
 *
 * @param timeouts how many timeouts it lasts
 */
record PauseFault(double timeouts) implements Fault {

	@Override
	public String name() {
		return "member frozen for " + this.timeouts + " timeouts";
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		scene.member("witness");
		MemberProcess sleeper = scene.member("sleeper");
		for (int round = 0; round < scene.rounds(5, 1); round++) {
			scene.lastUpToAHeartbeat();
			pause(scene, figures, sleeper);
		}
		new Checks(scene, figures, 0).nobodyLeft("witness");
	}

	private void pause(Scene scene, Figures figures, MemberProcess sleeper) throws InterruptedException {
		Duration pause = scene.lasting(this.timeouts);
		Checks asleep = new Checks(scene, figures, System.nanoTime());
		sleeper.process().pause();
		Scene.last(pause.minus(Scene.between(asleep.since(), System.nanoTime())));
		Checks awake = new Checks(scene, figures, System.nanoTime());
		sleeper.process().resume();
		if (pause.compareTo(Scene.TIMEOUT) < 0) {
			Scene.last(Scene.RECOVERY);
			asleep.nobodyLeft(sleeper.name());
		}
		else {
			asleep.allSeeGo(sleeper.name(), Scene.DETECTION);
			awake.allSeeCome(sleeper.name(), Scene.RECOVERY);
			asleep.onceTold(sleeper.name(), Sighting.Kind.LEFT, Sighting.Kind.JOINED);
		}
	}

}
