package io.servicegroup.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A simulated thread: runs one action at a time, and none while its process is paused.
 */
final class SimulatedThread {

	private final List<Runnable> parked = new ArrayList<>();

	private boolean busy;

	private boolean paused;

	private boolean ended;

	boolean isBusy() {
		return this.busy;
	}

	boolean isEnded() {
		return this.ended;
	}

	boolean isPaused() {
		return this.paused;
	}

	void pause() {
		this.paused = true;
	}

	/** Resumes the thread, and returns the actions that were due during the pause. */
	List<Runnable> resume() {
		this.paused = false;
		List<Runnable> due = List.copyOf(this.parked);
		this.parked.clear();
		return due;
	}

	void end() {
		this.ended = true;
		this.parked.clear();
	}

	void park(Runnable action) {
		this.parked.add(action);
	}

	void run(Runnable action) {
		this.busy = true;
		try {
			action.run();
		}
		finally {
			this.busy = false;
		}
	}

}
