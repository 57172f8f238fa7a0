package io.servicegroup.faults;

import java.time.Duration;

/**
 * A member's own JVM is under strain for a minute. The heart goes on, or the member is
 * back as after a pause: nobody is told more than once each time.
 */
record StrainFault(Strain strain, String name) implements Fault {

	private static final Duration LATE = Duration.ofSeconds(60);

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		scene.member("survivor");
		MemberProcess strained = scene.member("strained");
		long seconds = scene.rounds(60, 8);
		long begun = System.nanoTime();
		strained.tell("strain " + this.strain + " " + seconds);
		figures.check(
				scene.comes(LATE.plusSeconds(seconds), () -> strained.process().output().contains(this.strain.over())),
				"the strain does not end");
		long over = System.nanoTime();
		figures.check(scene.comes(Scene.RECOVERY, () -> isListed(scene, strained)), "not back");
		figures.recovered(Scene.between(over, System.nanoTime()));
		Scene.last(Scene.HEARTBEAT);
		new Checks(scene, figures, begun).nobodyLeft("survivor");
		for (Observing one : scene.observers()) {
			int left = one.since(begun, Sighting.Kind.LEFT, strained.name()).size();
			int joined = one.since(begun, Sighting.Kind.JOINED, strained.name()).size();
			figures.check(left == joined,
					one + " was told " + left + " times that it left and " + joined + " times that it joined");
			figures.check(left == 0, one + " had it down " + left + " times");
		}
		figures.check(strained.since(begun, Sighting.Kind.DOWN, strained.name()).isEmpty(), "DOWN");
	}

	private static boolean isListed(Scene scene, MemberProcess strained) {
		return scene.observers()
			.stream()
			.allMatch((observer) -> !observer.view().stale() && observer.view().isUp(strained.name()));
	}

}
