package io.servicegroup.model;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;

/**
 * Decides what becomes of a call: it comes through, is refused, is late, is carried out
 * but its answer lost; or its process is paused, or killed, before or after it was
 * carried out.
 */
final class Network {

	private static final long DEADLINE = TimeUnit.SECONDS.toNanos(1);

	private final World world;

	/** How many calls of a hundred have trouble, while there is any. */
	private final int trouble;

	private boolean quiet;

	private boolean away;

	private boolean frozen;

	Network(World world) {
		this.world = world;
		this.trouble = world.random(30);
	}

	/** No more trouble. */
	void quieten() {
		this.quiet = true;
		this.away = false;
	}

	void storeIsAway(boolean frozen) {
		this.away = true;
		this.frozen = frozen;
	}

	void storeIsBack() {
		this.away = false;
	}

	boolean isAway() {
		return this.away;
	}

	boolean reaches(Process process) {
		return !this.away && !process.isCut();
	}

	<T> T call(Process process, String what, Supplier<T> work) {
		process.requireAlive();
		process.callBegins();
		try {
			return withTrouble(process, what, work);
		}
		catch (KilledProcess | Broken ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (this.world.isNoting()) {
				this.world.note(process, what + " in vain: " + ex.getMessage());
			}
			throw ex;
		}
		finally {
			process.callEnds();
		}
	}

	private <T> T withTrouble(Process process, String what, Supplier<T> work) {
		requireReached(process, what);
		boolean smooth = this.quiet || this.world.random(100) >= this.trouble;
		int fate = smooth ? 0 : 1 + this.world.random(7);
		switch (fate) {
			case 1 -> throw trouble(process, new StoreUnavailableException("Refused", null));
			case 2 -> pass(process, this.world.random() % (DEADLINE / 2));
			case 3 -> stall(process);
			default -> {
			}
		}
		T answer = work.get();
		this.world.heardOf(process.id());
		if (this.world.isNoting()) {
			this.world.note(process, what + " -> " + answer);
		}
		switch (fate) {
			case 4 -> pass(process, this.world.random() % (DEADLINE / 2));
			case 5 -> stall(process);
			case 6 ->
				throw trouble(process, new StoreUnavailableException("The connection broke before the answer", null));
			case 7 -> {
				pass(process, DEADLINE);
				throw trouble(process, new OperationTimeoutException("No answer", null));
			}
			default -> {
			}
		}
		return answer;
	}

	private void requireReached(Process process, String what) {
		if (reaches(process)) {
			return;
		}
		process.disturbed();
		if (this.away && !this.frozen) {
			throw trouble(process, new StoreUnavailableException("No store", null));
		}
		pass(process, DEADLINE);
		if (!reaches(process)) {
			throw trouble(process, new OperationTimeoutException("No answer at all", null));
		}
	}

	private void pass(Process process, long nanos) {
		process.disturbed();
		this.world.pass(nanos);
		process.requireAlive();
		process.disturbed();
	}

	/** The process stands still, in the midst of a call. */
	private void stall(Process process) {
		process.pause();
		this.world.pass(this.world.random() % (2 * World.TIMEOUT.toNanos()));
		process.requireAlive();
		process.resume();
	}

	private static <E extends RuntimeException> E trouble(Process process, E error) {
		process.disturbed();
		return error;
	}

}
