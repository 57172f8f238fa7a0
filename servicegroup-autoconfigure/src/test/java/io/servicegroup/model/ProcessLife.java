package io.servicegroup.model;

/**
 * A simulated process, as far as it runs, stands still, gets through or is dead.
 */
abstract class ProcessLife {

	private final World world;

	private final Lane heart = new Lane();

	private final Lane views = new Lane();

	private final Lane client = new Lane();

	/** When a call last had trouble. */
	private long disturbedAt;

	private int calls;

	private boolean ended;

	private long endedAt;

	private boolean cut;

	ProcessLife(World world) {
		this.world = world;
	}

	final Lane heart() {
		return this.heart;
	}

	final Lane views() {
		return this.views;
	}

	final Lane client() {
		return this.client;
	}

	/** Without a word. */
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
