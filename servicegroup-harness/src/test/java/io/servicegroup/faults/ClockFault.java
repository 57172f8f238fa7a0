package io.servicegroup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The wall clock of one member's process jumps ahead and back by an hour, while it runs:
 * nothing moves.
 */
final class ClockFault implements Fault {

	private static final List<String> JUMPS = List.of("+3600", "+0", "-3600", "+0");

	@Override
	public String name() {
		return "wall clock of a member jumps by an hour";
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		Path clock = Files.createTempFile("servicegroup-clock-", "");
		try {
			set(clock, "+0");
			scene.member("survivor");
			MemberProcess jumping = scene.member("jumping", scene.url(), fakeClock(clock));
			for (int round = 0; round < scene.rounds(3, 1); round++) {
				for (String jump : JUMPS) {
					jump(scene, figures, jumping, clock, jump);
				}
			}
		}
		finally {
			Files.delete(clock);
		}
	}

	private static void jump(Scene scene, Figures figures, MemberProcess jumping, Path clock, String jump)
			throws Exception {
		long jumped = System.nanoTime();
		set(clock, jump);
		Scene.last(Scene.HEARTBEAT);
		jumping.update();
		figures.check(scene.comes(Scene.RECOVERY, () -> isSeen(scene, jumping)), jump + ": an update was not seen");
		figures.recovered(Scene.between(jumped, System.nanoTime()));
		Scene.last(Scene.TIMEOUT.plus(Duration.ofMillis(500)).minus(Scene.HEARTBEAT));
		new Checks(scene, figures, jumped).nobodyLeft("survivor", jumping.name());
		for (Observing one : scene.everybody()) {
			figures.check(
					one.sightings()
						.stream()
						.filter((sighting) -> sighting.nanos() > jumped)
						.allMatch((sighting) -> sighting.kind() == Sighting.Kind.CHANGED),
					jump + ": something moved for " + one);
		}
	}

	private static boolean isSeen(Scene scene, MemberProcess member) {
		return scene.observers()
			.stream()
			.allMatch((observer) -> observer.view()
				.member(member.name())
				.filter((seen) -> Witness.version(seen).equals(member.version()))
				.isPresent());
	}

	private static void set(Path clock, String offset) throws IOException {
		Files.writeString(clock, offset);
	}

	/** How to launch a program whose wall clock is read from a file. */
	static List<String> fakeClock(Path clock) {
		return List.of("env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1", "FAKETIME_TIMESTAMP_FILE=" + clock,
				"FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1",
				"FAKETIME_FORCE_MONOTONIC_FIX=0");
	}

}
