package io.servicegroup.model;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Runs schedules, each with its own seed, until one breaks a rule.
 */
final class Explorer {

	private static final int REMEMBERED = 400;

	private final BiFunction<Long, Consumer<String>, World> worlds;

	private long schedules;

	private long steps;

	Explorer(BiFunction<Long, Consumer<String>, World> worlds) {
		this.worlds = worlds;
	}

	/**
	 * Runs one schedule. If a rule is broken, it throws an {@link AssertionError} with
	 * the journal.
	 */
	void run(long seed) {
		try {
			this.schedules++;
			this.steps += SuppressedLogging.call(() -> this.worlds.apply(seed, null).run());
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + seed + ": " + ex + ". Run it again with: ./explore --seed " + seed
					+ "\n\t" + String.join("\n\t", journal(seed)), ex);
		}
	}

	private Deque<String> journal(long seed) {
		Deque<String> journal = new ArrayDeque<>();
		try {
			SuppressedLogging.call(() -> this.worlds.apply(seed, (line) -> {
				journal.add(line);
				if (journal.size() > REMEMBERED) {
					journal.removeFirst();
				}
			}).run());
		}
		catch (Throwable ex) {
			journal.add("then: " + ex);
		}
		return journal;
	}

	/** Runs schedules with ascending seeds until the time has elapsed. */
	void run(long seed, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		for (long next = seed; System.nanoTime() < end; next++) {
			run(next);
		}
	}

	long schedules() {
		return this.schedules;
	}

	long steps() {
		return this.steps;
	}

	@Override
	public String toString() {
		long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		return String.format(Locale.ROOT, "%,d schedules with %,d steps, %,d schedules per CPU second", this.schedules,
				this.steps, this.schedules * 1_000_000_000 / cpu);
	}

	public static void main(String[] args) throws Exception {
		long seconds = 60;
		Long seed = null;
		for (int i = 0; i + 1 < args.length; i += 2) {
			switch (args[i]) {
				case "--seconds" -> seconds = Long.parseLong(args[i + 1]);
				case "--seed" -> seed = Long.parseLong(args[i + 1]);
				default -> throw new IllegalArgumentException("Unknown argument: " + args[i]);
			}
		}
		Explorer explorer = new Explorer(World::new);
		try {
			if (seed != null) {
				explorer.run(seed);
			}
			else {
				for (boolean compares : new boolean[] { false, true }) {
					ReconcilerExplorer orders = new ReconcilerExplorer(compares, 4, 2, (store) -> store);
					orders.run();
					System.out.println(orders.runs() + " orders of the reconciler alone, no rule broken");
				}
				explorer.run(System.currentTimeMillis() << 20, Duration.ofSeconds(seconds));
			}
			System.out.println(explorer + ", no rule broken");
		}
		catch (AssertionError ex) {
			System.out.println(ex.getMessage());
			System.exit(1);
		}
	}

}
