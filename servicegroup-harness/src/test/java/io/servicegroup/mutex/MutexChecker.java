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
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Checks mutual exclusion for the register, and refuses stale writes. A fencing token
 * lower than the highest one so far is refused. Independent of tokens, it counts
 * overlaps: workers that believe that they hold the lock at the same time. An overlap
 * that no pause explains is a violation. Times are monotonic, in nanoseconds.
 * Thread-safe.
 */
final class MutexChecker {

	private static final long NONE = Long.MIN_VALUE;

	/** The state of a worker, by its messages to the register. */
	private static final class Worker {

		private final String name;

		/**
		 * The number of its hold, in the order of entering; 0 while it does not hold the
		 * lock.
		 */
		private long hold;

		private long token;

		/** Whether another worker has entered since. */
		private boolean overtaken;

		/** When it began to wait, or 0. */
		private long waitingSince;

		private long lastTriedAt;

		private boolean dead;

		private boolean paused;

		private long resumedAt;

		Worker(String name) {
			this.name = name;
		}

		/**
		 * Whether it was paused, or its session ended, since its last attempt, so that it
		 * may have lost the lock.
		 */
		boolean mayHaveLost(long sessionEndedAt) {
			return this.paused || Math.max(this.resumedAt, sessionEndedAt) >= this.lastTriedAt;
		}

	}

	private static final int REMEMBERED = 24;

	private final Map<String, Worker> workers = new LinkedHashMap<>();

	private final FireStatistics statistics = new FireStatistics();

	/** The latest messages and faults, which are part of a violation's text. */
	private final Deque<String> journal = new ArrayDeque<>();

	/** Whether a paused holder may lose the lock. */
	private final boolean expiring;

	private final LongSupplier nanos;

	private long holds;

	/** When the store last ended the session of a holder, whoever it was. */
	private long sessionEndedAt = Long.MIN_VALUE;

	private long highestToken = NONE;

	private long lastWriter;

	private long lastWritersToken = NONE;

	MutexChecker(boolean expiring, LongSupplier nanos) {
		this.expiring = expiring;
		this.nanos = nanos;
	}

	private Worker worker(String name) {
		return this.workers.computeIfAbsent(name, Worker::new);
	}

	private void log(String name, String what) {
		if (this.journal.size() == REMEMBERED) {
			this.journal.removeFirst();
		}
		this.journal.add(TimeUnit.NANOSECONDS.toMillis(this.nanos.getAsLong()) + " ms: " + name + " " + what);
	}

	private void addViolation(String what) {
		this.statistics.violation(what + ", after\n\t" + String.join("\n\t", this.journal));
	}

	/** The worker has connected, for the first time or after it was killed. */
	synchronized void connected(String name) {
		worker(name).dead = false;
		log(name, "connects");
	}

	/** The worker tries to acquire the lock. */
	synchronized void tries(String name) {
		Worker worker = worker(name);
		worker.lastTriedAt = this.nanos.getAsLong();
		if (worker.waitingSince == 0) {
			log(name, "waits");
			worker.waitingSince = worker.lastTriedAt;
		}
	}

	/** The worker believes that it holds the lock. Returns whether it is admitted. */
	synchronized boolean enters(String name, Optional<Long> token) {
		Worker worker = worker(name);
		if (worker.dead) {
			return false;
		}
		log(name, "enters with " + token.map(Object::toString).orElse("no token"));
		this.statistics.acquired(Duration.ofNanos(this.nanos.getAsLong() - worker.waitingSince));
		worker.waitingSince = 0;
		worker.hold = ++this.holds;
		worker.overtaken = false;
		worker.token = token.orElse(NONE);
		this.workers.values().stream().filter((other) -> other.hold != 0 && other != worker).forEach((other) -> {
			if (!other.overtaken) {
				other.overtaken = true;
				this.statistics.overlap();
			}
			if (!this.expiring || !(mayHaveLost(worker) || mayHaveLost(other))) {
				this.statistics.violation(name + " entered while " + other.name
						+ " held the lock, and no pause or ended session explains it");
			}
		});
		if (!admits(worker)) {
			worker.hold = 0;
			return false;
		}
		if (worker.token != NONE && worker.token == this.highestToken) {
			addViolation(name + " entered with the token of another holder, " + worker.token);
		}
		this.highestToken = Math.max(this.highestToken, worker.token);
		return true;
	}

	private boolean mayHaveLost(Worker worker) {
		return worker.mayHaveLost(this.sessionEndedAt);
	}

	private boolean admits(Worker worker) {
		if (worker.token == NONE || worker.token >= this.highestToken) {
			return true;
		}
		this.statistics.refused();
		if (!mayHaveLost(worker)) {
			addViolation(
					worker.name + " was not paused, and used token " + worker.token + " after " + this.highestToken);
		}
		return false;
	}

	/**
	 * The worker writes, without checking whether it still holds the lock. Returns
	 * whether the write is accepted.
	 */
	synchronized boolean writes(String name) {
		Worker worker = worker(name);
		if (worker.hold == 0 || !admits(worker)) {
			return false;
		}
		if (worker.hold < this.lastWriter) {
			this.statistics.late();
			if (worker.token != NONE && this.lastWritersToken != NONE) {
				addViolation("A write of " + name + " was accepted after one of a newer holder");
			}
		}
		this.lastWriter = Math.max(this.lastWriter, worker.hold);
		this.lastWritersToken = worker.token;
		return true;
	}

	/** The worker is about to release the lock, or was killed. */
	synchronized void leaves(String name) {
		log(name, "leaves");
		worker(name).hold = 0;
	}

	/**
	 * The worker is about to be killed. Its last messages may arrive later and are
	 * refused.
	 */
	synchronized void killed(String name) {
		leaves(name);
		log(name, "is killed");
		worker(name).dead = true;
		worker(name).waitingSince = 0;
		this.statistics.killed();
	}

	/** The worker is about to be paused. */
	synchronized void paused(String name) {
		log(name, "is paused");
		worker(name).paused = true;
		this.statistics.paused();
	}

	/** The store is about to end the holder's session. */
	synchronized void sessionEnds() {
		log("the holder's session", "ends");
		this.sessionEndedAt = Long.MAX_VALUE;
	}

	/** The store has ended the holder's session. */
	synchronized void sessionEnded() {
		this.sessionEndedAt = this.nanos.getAsLong();
		this.statistics.sessionEnded();
	}

	/** The network of a worker, or the store, is about to be faulty. */
	synchronized void faulty(String subject, String what, Consumer<FireStatistics> count) {
		log(subject, what);
		count.accept(this.statistics);
	}

	/** The network of a worker, or the store, works again. */
	synchronized void works(String subject) {
		log(subject, "works again");
	}

	/** The worker was resumed. */
	synchronized void resumed(String name) {
		log(name, "is resumed");
		Worker worker = worker(name);
		worker.paused = false;
		worker.resumedAt = this.nanos.getAsLong();
		if (worker.waitingSince != 0) {
			// Its own pause does not count as waiting.
			worker.waitingSince = worker.resumedAt;
		}
	}

	/** Records a violation that is not about a message of a worker. */
	synchronized void violation(String what) {
		addViolation(what);
	}

	/** Returns the workers that believe that they hold the lock. */
	synchronized List<String> holders() {
		List<String> holders = new ArrayList<>();
		this.workers.values()
			.stream()
			.filter((worker) -> worker.hold != 0)
			.forEach((worker) -> holders.add(worker.name));
		return holders;
	}

	/**
	 * Ignores all later messages, because the workers are about to be killed, and returns
	 * the statistics.
	 */
	synchronized FireStatistics close() {
		this.workers.values().forEach((worker) -> {
			worker.dead = true;
			worker.hold = 0;
		});
		return this.statistics;
	}

	synchronized FireStatistics statistics() {
		return this.statistics;
	}

}
