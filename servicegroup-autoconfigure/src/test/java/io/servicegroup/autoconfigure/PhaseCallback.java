package io.servicegroup.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Runs a callback in a phase of the application's start and stop.
 */
final class PhaseCallback implements SmartLifecycle {

	private final int phase;

	private final Runnable onStart;

	private final Runnable onStop;

	private boolean running;

	PhaseCallback(int phase, Runnable onStart, Runnable onStop) {
		this.phase = phase;
		this.onStart = onStart;
		this.onStop = onStop;
	}

	@Override
	public void start() {
		this.running = true;
		this.onStart.run();
	}

	@Override
	public void stop() {
		this.running = false;
		this.onStop.run();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

}
