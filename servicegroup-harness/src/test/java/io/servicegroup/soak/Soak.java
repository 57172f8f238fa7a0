package io.servicegroup.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.servicegroup.tck.servers.StoreServer;

/**
 * Runs the soak, prints a table, and writes it to docs/reliability.md. Arguments:
 * {@code [--minutes 30] [--members 200] [--processes 8] [--jobs 3] [--seed n]
 * [backend…]}, or {@code --contexts 200 [backend…]} for applications that start and stop
 * in one JVM. The exit status is 1 if there was a violation.
 */
public final class Soak {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private static final Duration QUIET_INTERVAL = Duration.ofSeconds(18);

	private int minutes = 30;

	private int members = 200;

	private int processes = 8;

	private int jobs = 3;

	private int contexts;

	private long seed = new Random().nextInt(1_000_000);

	private final List<SoakBackend> backends = new ArrayList<>();

	private Soak() {
	}

	public static void main(String[] args) throws Exception {
		Soak soak = new Soak();
		for (int i = 0; i < args.length; i++) {
			switch (args[i]) {
				case "--minutes" -> soak.minutes = Integer.parseInt(args[++i]);
				case "--members" -> soak.members = Integer.parseInt(args[++i]);
				case "--processes" -> soak.processes = Integer.parseInt(args[++i]);
				case "--contexts" -> soak.contexts = Integer.parseInt(args[++i]);
				case "--jobs" -> soak.jobs = Integer.parseInt(args[++i]);
				case "--seed" -> soak.seed = Long.parseLong(args[++i]);
				default -> soak.backends.add(SoakBackend.valueOf(args[i].toUpperCase(Locale.ROOT)));
			}
		}
		System.exit(((soak.contexts > 0) ? soak.runContexts() : soak.run()) ? 0 : 1);
	}

	private boolean run() throws InterruptedException, ExecutionException {
		Plan plan = new Plan(this.members, this.processes, TIMEOUT, Duration.ofMinutes(this.minutes), QUIET_INTERVAL,
				this.seed);
		System.out.println(plan);
		ExecutorService pool = Executors.newFixedThreadPool(this.jobs);
		List<String> violations = new ArrayList<>();
		List<Future<String>> rows = (this.backends.isEmpty() ? SoakBackend.USUAL : this.backends).stream()
			.map((backend) -> pool.submit(() -> row(backend, plan, violations)))
			.toList();
		StringBuilder table = new StringBuilder(SoakStatistics.HEADER + "\n");
		for (Future<String> row : rows) {
			table.append(row.get()).append("\n");
		}
		return report("soak", table, violations);
	}

	private boolean runContexts() {
		StringBuilder table = new StringBuilder(Leftover.HEADER + "\n");
		List<String> violations = new ArrayList<>();
		for (SoakBackend backend : this.backends.isEmpty() ? List.of(SoakBackend.values()) : this.backends) {
			String name = backend.name().toLowerCase(Locale.ROOT);
			try (StoreServer server = backend.start()) {
				Leftover leftover = Contexts.run(server.url("timeout=" + TIMEOUT.toSeconds()), this.contexts);
				table.append(leftover.row(name)).append("\n");
				leftover.violations().forEach((violation) -> violations.add(name + ": " + violation));
			}
		}
		return report("contexts", table, violations);
	}

	private static boolean report(String mark, StringBuilder table, List<String> violations) {
		System.out.print(table);
		violations.forEach(System.out::println);
		ReliabilityPage.write(mark, Versions.line() + "\n\n" + table);
		return violations.isEmpty();
	}

	private static String row(SoakBackend backend, Plan plan, List<String> violations) throws InterruptedException {
		String name = backend.name().toLowerCase(Locale.ROOT);
		SoakStatistics statistics = new SoakStatistics();
		Growth growth = new SoakRun(backend, plan, statistics).run();
		synchronized (violations) {
			statistics.violations().forEach((violation) -> violations.add(name + ": " + violation));
		}
		return statistics.row(name, plan, growth);
	}

}
