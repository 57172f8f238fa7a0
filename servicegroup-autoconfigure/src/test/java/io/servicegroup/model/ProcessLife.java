package io.servicegroup.model;

/**
 * The state of a simulated process: running, paused, cut off or ended.
 */
abstract class ProcessLife {

	private final World world;

	private final SimulatedThread heart = new SimulatedThread();

	private final SimulatedThread views = new SimulatedThread();

	private final SimulatedThread client = new SimulatedThread();

	/** When a call last failed or was delayed. */
	private long disturbedAt;

	private int calls;

	private boolean ended;

	private long endedAt;

	private boolean cut;

	ProcessLife(World world) {
		this.world = world;
	}

	final SimulatedThread heart() {
		return this.heart;
	}

	final SimulatedThread views() {
		return this.views;
	}

	final SimulatedThread client() {
		return this.client;
	}

	/** Ends the process without notifying the store. */
	void end() {
		this.ended = true;
		this.endedAt = this.world.now();
		this.heart.end();
		this.views.end();
		this.client.end();
	}

	void pause() {
		this.heart.pause();
		this.views.pause();
		this.client.pause();
	}

	void resume() {
		disturbed();
		this.world.resume(this.heart);
		this.world.resume(this.views);
		this.world.resume(this.client);
	}

	void cut(boolean cut) {
		this.cut = cut;
		disturbed();
	}

	boolean isCut() {
		return this.cut;
	}

	boolean isEnded() {
		return this.ended;
	}

	long endedAt() {
		return this.endedAt;
	}

	boolean isPaused() {
		return this.heart.isPaused();
	}

	boolean isIdle() {
		return this.calls == 0 && !this.heart.isBusy() && !this.views.isBusy();
	}

	void requireAlive() {
		if (this.ended) {
			throw new KilledProcess();
		}
	}

	void callBegins() {
		this.calls++;
	}

	void callEnds() {
		this.calls--;
	}

	void disturbed() {
		this.disturbedAt = this.world.now();
	}

	long disturbedAt() {
		return this.disturbedAt;
	}

}
