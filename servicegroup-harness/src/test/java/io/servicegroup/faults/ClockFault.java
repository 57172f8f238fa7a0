package io.servicegroup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The wall clock of one member's process jumps ahead and back by an hour. No member
 * leaves, and no view or status changes.
 */
final class ClockFault implements Fault {

	private static final List<String> JUMPS = List.of("+3600", "+0", "-3600", "+0");

	@Override
	public String name() {
		return "wall clock of a member jumps by an hour";
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		Path clock = Files.createTempFile("servicegroup-clock-", "");
		try {
			set(clock, "+0");
			environment.member("survivor");
			MemberProcess jumping = environment.member("jumping", environment.url(), fakeClock(clock));
			for (int round = 0; round < environment.rounds(3, 1); round++) {
				for (String jump : JUMPS) {
					jump(environment, figures, jumping, clock, jump);
				}
			}
		}
		finally {
			Files.delete(clock);
		}
	}

	private static void jump(FaultEnvironment environment, Figures figures, MemberProcess jumping, Path clock,
			String jump) throws Exception {
		long jumped = System.nanoTime();
		set(clock, jump);
		FaultEnvironment.sleep(FaultEnvironment.HEARTBEAT);
		jumping.update();
		figures.check(environment.waitFor(FaultEnvironment.RECOVERY, () -> isSeen(environment, jumping)),
				jump + ": the update was not seen by all observers");
		figures.recovered(FaultEnvironment.between(jumped, System.nanoTime()));
		FaultEnvironment.sleep(FaultEnvironment.TIMEOUT.plus(Duration.ofMillis(500)).minus(FaultEnvironment.HEARTBEAT));
		new Checks(environment, figures, jumped).noneLeft("survivor", jumping.name());
		for (GroupObserver one : environment.allObservers()) {
			figures.check(
					one.observations()
						.stream()
						.filter((observation) -> observation.nanos() > jumped)
						.allMatch((observation) -> observation.kind() == Observation.Kind.CHANGED),
					jump + ": unexpected events seen by " + one);
		}
	}

	private static boolean isSeen(FaultEnvironment environment, MemberProcess member) {
		return environment.observers()
			.stream()
			.allMatch((observer) -> observer.view()
				.member(member.name())
				.filter((seen) -> ObservationRecorder.version(seen).equals(member.version()))
				.isPresent());
	}

	private static void set(Path clock, String offset) throws IOException {
		Files.writeString(clock, offset);
	}

	/** Returns the launcher of a program whose wall clock is read from a file. */
	static List<String> fakeClock(Path clock) {
		return List.of("env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1", "FAKETIME_TIMESTAMP_FILE=" + clock,
				"FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1",
				"FAKETIME_FORCE_MONOTONIC_FIX=0");
	}

}
