package io.servicegroup.mutex;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the register knows of the workers, and what it says of their writes. It refuses a
 * token lower than the highest it has seen, and does not rely on that: it also counts who
 * believes to be inside with whom, and tells an overlap that a pause explains from one
 * that nothing explains. Times are monotonic, in nanoseconds.
 */
final class Ledger {

	private static final long NONE = Long.MIN_VALUE;

	/** One worker, as far as the register has heard of it. */
	private static final class Worker {

		private final String name;

		/** The number of its hold, in the order of entering; 0 while it is outside. */
		private long hold;

		private long token;

		/** Whether another has entered since. */
		private boolean overtaken;

		/** Since when it waits, or 0. */
		private long waitingSince;

		private long lastTriedAt;

		private boolean dead;

		private boolean paused;

		private long resumedAt;

		Worker(String name) {
			this.name = name;
		}

		/** Whether it may have lost the lock that it last tried to get. */
		boolean hasSlept() {
			return this.paused || this.resumedAt >= this.lastTriedAt;
		}

	}

	private static final int REMEMBERED = 24;

	private final Map<String, Worker> workers = new LinkedHashMap<>();

	private final Tally tally = new Tally();

	/** What happened last, to tell how a violation came about. */
	private final Deque<String> journal = new ArrayDeque<>();

	/** Whether a holder that sleeps may lose the lock. */
	private final boolean expiring;

	private final LongSupplier nanos;

	private long holds;

	private long highestToken = NONE;

	private long lastWriter;

	private long lastWritersToken = NONE;

	Ledger(boolean expiring, LongSupplier nanos) {
		this.expiring = expiring;
		this.nanos = nanos;
	}

	private Worker worker(String name) {
		return this.workers.computeIfAbsent(name, Worker::new);
	}

	private void note(String name, String what) {
		if (this.journal.size() == REMEMBERED) {
			this.journal.removeFirst();
		}
		this.journal.add(TimeUnit.NANOSECONDS.toMillis(this.nanos.getAsLong()) + " ms: " + name + " " + what);
	}

	private void violate(String what) {
		this.tally.violation(what + ", after\n\t" + String.join("\n\t", this.journal));
	}

	/** It is there, for the first time or after it was killed. */
	synchronized void arrives(String name) {
		worker(name).dead = false;
		note(name, "arrives");
	}

	/** It goes for the lock, once more or for the first time. */
	synchronized void tries(String name) {
		Worker worker = worker(name);
		worker.lastTriedAt = this.nanos.getAsLong();
		if (worker.waitingSince == 0) {
			note(name, "waits");
			worker.waitingSince = worker.lastTriedAt;
		}
	}

	/** It believes that it holds the lock. */
	synchronized boolean enters(String name, Optional<Long> token) {
		Worker worker = worker(name);
		if (worker.dead) {
			return false;
		}
		note(name, "enters with " + token.map(Object::toString).orElse("no token"));
		this.tally.acquired(Duration.ofNanos(this.nanos.getAsLong() - worker.waitingSince));
		worker.waitingSince = 0;
		worker.hold = ++this.holds;
		worker.overtaken = false;
		worker.token = token.orElse(NONE);
		this.workers.values().stream().filter((other) -> other.hold != 0 && other != worker).forEach((other) -> {
			if (!other.overtaken) {
				other.overtaken = true;
				this.tally.overlap();
			}
			if (!this.expiring || !(worker.hasSlept() || other.hasSlept())) {
				this.tally
					.violation(name + " entered while " + other.name + " was inside, and neither had lost the lock");
			}
		});
		if (!admits(worker)) {
			worker.hold = 0;
			return false;
		}
		if (worker.token != NONE && worker.token == this.highestToken) {
			violate(name + " came with the token of another holder, " + worker.token);
		}
		this.highestToken = Math.max(this.highestToken, worker.token);
		return true;
	}

	private boolean admits(Worker worker) {
		if (worker.token == NONE || worker.token >= this.highestToken) {
			return true;
		}
		this.tally.refused();
		if (!worker.hasSlept()) {
			violate(worker.name + " was awake, and came with token " + worker.token + " after " + this.highestToken);
		}
		return false;
	}

	/** It writes, without asking whether it still holds the lock. */
	synchronized boolean writes(String name) {
		Worker worker = worker(name);
		if (worker.hold == 0 || !admits(worker)) {
			return false;
		}
		if (worker.hold < this.lastWriter) {
			this.tally.late();
			if (worker.token != NONE && this.lastWritersToken != NONE) {
				violate("A write of " + name + " was accepted after one of a newer holder");
			}
		}
		this.lastWriter = Math.max(this.lastWriter, worker.hold);
		this.lastWritersToken = worker.token;
		return true;
	}

	/** It is about to give the lock back, or is dead. */
	synchronized void leaves(String name) {
		note(name, "leaves");
		worker(name).hold = 0;
	}

	/** It is about to be killed; what it said last may come later still. */
	synchronized void dies(String name) {
		leaves(name);
		note(name, "dies");
		worker(name).dead = true;
		worker(name).waitingSince = 0;
		this.tally.killed();
	}

	/** It is about to be paused. */
	synchronized void sleeps(String name) {
		note(name, "sleeps");
		worker(name).paused = true;
		this.tally.paused();
	}

	/** It goes on. */
	synchronized void wakes(String name) {
		note(name, "wakes");
		Worker worker = worker(name);
		worker.paused = false;
		worker.resumedAt = this.nanos.getAsLong();
		if (worker.waitingSince != 0) {
			// Its own sleep is nobody's fault.
			worker.waitingSince = worker.resumedAt;
		}
	}

	/** Something happened that is none of the workers' business. */
	synchronized void violation(String what) {
		violate(what);
	}

	/** Who is inside now. */
	synchronized List<String> inside() {
		List<String> inside = new ArrayList<>();
		this.workers.values()
			.stream()
			.filter((worker) -> worker.hold != 0)
			.forEach((worker) -> inside.add(worker.name));
		return inside;
	}

	/** Hears no more of anybody, as all are about to be killed. */
	synchronized Tally close() {
		this.workers.values().forEach((worker) -> {
			worker.dead = true;
			worker.hold = 0;
		});
		return this.tally;
	}

	synchronized Tally tally() {
		return this.tally;
	}

}
