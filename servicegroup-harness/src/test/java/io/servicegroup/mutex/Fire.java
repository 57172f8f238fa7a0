package io.servicegroup.mutex;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Tests mutual exclusion while lock holders are killed and paused, and their store or its
 * network is faulty, and prints a table. Arguments:
 * {@code [--seconds 120] [--seed n] [--leaders] [backend…]}. The exit status is 1 if
 * there was a violation.
 */
public final class Fire {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private Fire() {
	}

	public static void main(String[] args) throws InterruptedException {
		Duration duration = Duration.ofSeconds(120);
		long seed = new Random().nextInt(1_000_000);
		MutexKind kind = MutexKind.LOCK;
		List<FireBackend> backends = new ArrayList<>();
		for (int i = 0; i < args.length; i++) {
			switch (args[i]) {
				case "--seconds" -> duration = Duration.ofSeconds(Long.parseLong(args[++i]));
				case "--leaders" -> kind = MutexKind.LEADERSHIP;
				case "--seed" -> seed = Long.parseLong(args[++i]);
				default -> backends.add(FireBackend.valueOf(args[i].toUpperCase(Locale.ROOT)));
			}
		}
		System.exit(run(backends.isEmpty() ? List.of(FireBackend.values()) : backends, kind, duration, seed) ? 0 : 1);
	}

	private static boolean run(List<FireBackend> backends, MutexKind kind, Duration duration, long seed)
			throws InterruptedException {
		System.out.println("Seed " + seed + ", " + duration.toSeconds() + " s each");
		List<String> violations = new ArrayList<>();
		System.out.println(FireStatistics.HEADER);
		for (FireBackend backend : backends) {
			String name = backend.name().toLowerCase(Locale.ROOT);
			FireStatistics statistics = new FireRun(backend, kind, TIMEOUT, duration, seed).run();
			System.out.println(statistics.row(name));
			Stream<String> failures = (statistics.acquisitions() > 0) ? statistics.violations().stream()
					: Stream.of("no worker ever acquired it");
			failures.forEach((failure) -> violations.add(name + ": " + failure));
		}
		violations.forEach(System.out::println);
		return violations.isEmpty();
	}

}
