package io.servicegroup.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;

/**
 * A member's JVM throws an {@link Error} again and again for a while, in which another
 * member changes and a third one dies. The Error ends no loop: afterwards every event has
 * been delivered once, and all views are right.
 *
 * @param name the row's name in the table
 * @param launcher a command that runs the member's own command
 * @param cause causes the errors
 */
record ErrorsFault(String name, List<String> launcher, Cause cause) implements Fault {

	/** The threads that the limited process may have. */
	private static final int MAX_THREADS = 100;

	static final ErrorsFault THREADS = new ErrorsFault("no thread can be started", limited(),
			ErrorsFault::exhaustThreads);

	static final ErrorsFault RECORD = new ErrorsFault("record that needs much memory", List.of(),
			ErrorsFault::joinHostile);

	/**
	 * The limit counts the threads of a user, and does not apply to root. So root starts
	 * the process as a user that has no other processes, but may read the class path.
	 */
	private static List<String> limited() {
		List<String> limit = List.of("sh", "-c",
				"exec prlimit --nproc=$(( $(ps -L -u $(id -u) -o pid= | wc -l) + " + MAX_THREADS + " )) \"$@\"", "sh");
		if (!System.getProperty("user.name").equals("root")) {
			return limit;
		}
		List<String> asUser = new ArrayList<>(List.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups",
				"--inh-caps=+dac_override", "--ambient-caps=+dac_override"));
		asUser.addAll(limit);
		return asUser;
	}

	@Override
	public Optional<String> notApplicableReason(FaultBackend backend) {
		if (backend != FaultBackend.FILE) {
			return Optional.empty();
		}
		return Optional.of((this == THREADS) ? "the limited process is of another user than the directory"
				: "such a record is refused when it is written");
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		MemberProcess strained = strained(environment);
		MemberProcess changing = environment.runningOr("changing", environment::member);
		MemberProcess dying = environment.member("dying");
		environment.awaitHealthy();
		Checks begun = new Checks(environment, figures, System.nanoTime());
		try (AutoCloseable end = this.cause.begin(environment, strained)) {
			FaultEnvironment.sleep(FaultEnvironment.HEARTBEAT);
			changing.update();
			environment.remove(dying);
			FaultEnvironment.sleep(environment.durationOf(environment.rounds(4, 2)));
		}
		new Checks(environment, figures, System.nanoTime()).allRecover(FaultEnvironment.RECOVERY);
		begun.noneLeft(changing.name());
		for (GroupObserver one : environment.allObservers()) {
			int left = one.since(begun.since(), Observation.Kind.LEFT, dying.name()).size();
			if (left != 1) {
				figures.missedEvent(one.name() + " received " + left + " left events of the dying member");
			}
		}
	}

	/** Returns the member that is concerned, which is started if it is not running. */
	MemberProcess strained(FaultEnvironment environment) {
		return environment.runningOr(StrainedWorker.NAME,
				(name) -> environment.member(name, environment.url(), this.launcher));
	}

	private static AutoCloseable exhaustThreads(FaultEnvironment environment, MemberProcess strained) {
		// Longer than the other members need to detect the death.
		long seconds = environment.durationOf(2).plus(FaultEnvironment.HEARTBEAT).toSeconds() + 1;
		int before = strained.process().output().length();
		strained.send("strain " + Strain.THREADS + " " + seconds);
		return () -> {
			if (!environment.waitFor(FaultEnvironment.START,
					() -> strained.process().output().indexOf(Strain.THREADS.over(), before) >= 0)) {
				throw new IllegalStateException("The strain did not end: " + strained.process().output());
			}
		};
	}

	/**
	 * Joins with 900 kB, each byte an empty map, which takes the more memory in a JVM.
	 */
	private static AutoCloseable joinHostile(FaultEnvironment environment, MemberProcess strained) {
		Coordinator hostile = environment.opened(Coordinators.get(environment.server().url("timeout=60"), "hostile"));
		hostile.joinGroupCreate(FaultEnvironment.GROUP, Map.of("maps", Collections.nCopies(900_000, Map.of())));
		return () -> hostile.leaveGroup(FaultEnvironment.GROUP);
	}

	/**
	 * Causes the errors.
	 */
	@FunctionalInterface
	interface Cause {

		/** Begins to cause errors; closing the returned object ends it. */
		AutoCloseable begin(FaultEnvironment environment, MemberProcess strained);

	}

}
