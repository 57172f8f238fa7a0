package io.servicegroup.model;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;

/**
 * Decides the outcome of a call. It succeeds, is refused, is late, or is carried out
 * although its reply is lost; or its process is paused or killed before or after the call
 * is carried out.
 */
final class Network {

	private static final long DEADLINE = TimeUnit.SECONDS.toNanos(1);

	private final World world;

	/** The percentage of calls with a fault, until the faults end. */
	private final int faultPercentage;

	private boolean quiet;

	private boolean away;

	private boolean frozen;

	Network(World world) {
		this.world = world;
		this.faultPercentage = world.random(30);
	}

	/** Ends all faults. */
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
			return callWithFault(process, what, work);
		}
		catch (KilledProcess | RuleViolation ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (this.world.isNoting()) {
				this.world.note(process, what + " failed: " + ex.getMessage());
			}
			throw ex;
		}
		finally {
			process.callEnds();
		}
	}

	private <T> T callWithFault(Process process, String what, Supplier<T> work) {
		requireReached(process, what);
		boolean smooth = this.quiet || this.world.random(100) >= this.faultPercentage;
		int fate = smooth ? 0 : 1 + this.world.random(7);
		switch (fate) {
			case 1 -> throw fault(process, new StoreUnavailableException("Refused", null));
			case 2 -> pass(process, this.world.random() % (DEADLINE / 2));
			case 3 -> stall(process);
			default -> {
			}
		}
		T answer = answer(process, work);
		if (this.world.isNoting()) {
			this.world.note(process, what + " -> " + answer);
		}
		switch (fate) {
			case 4 -> pass(process, this.world.random() % (DEADLINE / 2));
			case 5 -> stall(process);
			case 6 ->
				throw fault(process, new StoreUnavailableException("The connection was closed before the reply", null));
			case 7 -> {
				pass(process, DEADLINE);
				throw fault(process, new OperationTimeoutException("No reply", null));
			}
			default -> {
			}
		}
		return answer;
	}

	/**
	 * Carries out a call in the store. A refusal is an answer, too: a store with sessions
	 * has heard of the process, and renewed its session.
	 */
	private <T> T answer(Process process, Supplier<T> work) {
		try {
			T answer = work.get();
			this.world.heardOf(process.id());
			return answer;
		}
		catch (CoordinationException ex) {
			if (this.world.hasSessions()) {
				this.world.heardOf(process.id());
			}
			throw ex;
		}
	}

	private void requireReached(Process process, String what) {
		if (reaches(process)) {
			return;
		}
		process.disturbed();
		if (this.away && !this.frozen) {
			throw fault(process, new StoreUnavailableException("The store is unavailable", null));
		}
		pass(process, DEADLINE);
		if (!reaches(process)) {
			throw fault(process, new OperationTimeoutException("No reply within the deadline", null));
		}
	}

	private void pass(Process process, long nanos) {
		process.disturbed();
		this.world.pass(nanos);
		process.requireAlive();
		process.disturbed();
	}

	/** Pauses the process during a call. */
	private void stall(Process process) {
		process.pause();
		this.world.pass(this.world.random() % (2 * World.TIMEOUT.toNanos()));
		process.requireAlive();
		process.resume();
	}

	private static <E extends RuntimeException> E fault(Process process, E error) {
		process.disturbed();
		return error;
	}

}
