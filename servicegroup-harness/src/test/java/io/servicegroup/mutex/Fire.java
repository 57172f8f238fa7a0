package io.servicegroup.mutex;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs the proof of mutual exclusion and prints a table. Arguments:
 * {@code [--seconds 120] [--seed n] [--leaders] [backend…]}. Ends with 1 if the proof
 * failed.
 */
public final class Fire {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private Fire() {
	}

	public static void main(String[] args) throws InterruptedException {
		Duration duration = Duration.ofSeconds(120);
		long seed = new Random().nextInt(1_000_000);
		Prize prize = Prize.LOCK;
		List<FireBackend> backends = new ArrayList<>();
		for (int i = 0; i < args.length; i++) {
			switch (args[i]) {
				case "--seconds" -> duration = Duration.ofSeconds(Long.parseLong(args[++i]));
				case "--leaders" -> prize = Prize.LEADERSHIP;
				case "--seed" -> seed = Long.parseLong(args[++i]);
				default -> backends.add(FireBackend.valueOf(args[i].toUpperCase(Locale.ROOT)));
			}
		}
		System.exit(run(backends.isEmpty() ? List.of(FireBackend.values()) : backends, prize, duration, seed) ? 0 : 1);
	}

	private static boolean run(List<FireBackend> backends, Prize prize, Duration duration, long seed)
			throws InterruptedException {
		System.out.println("Seed " + seed + ", " + duration.toSeconds() + " s each");
		List<String> violations = new ArrayList<>();
		System.out.println(Tally.HEADER);
		for (FireBackend backend : backends) {
			String name = backend.name().toLowerCase(Locale.ROOT);
			Tally tally = new FireRun(backend, prize, TIMEOUT, duration, seed).run();
			System.out.println(tally.row(name));
			Stream<String> failures = (tally.acquisitions() > 0) ? tally.violations().stream()
					: Stream.of("nobody got it");
			failures.forEach((failure) -> violations.add(name + ": " + failure));
		}
		violations.forEach(System.out::println);
		return violations.isEmpty();
	}

}
