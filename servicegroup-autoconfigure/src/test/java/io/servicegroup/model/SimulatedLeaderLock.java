package io.servicegroup.model;

import java.time.Duration;

import io.servicegroup.tooz.spi.LockContender;

/**
 * A contender for a leadership in the simulated store.
 */
final class SimulatedLeaderLock implements LockContender {

	private final World world;

	private final Process process;

	private final SimulatedBackend backend;

	private final String group;

	private long token;

	SimulatedLeaderLock(World world, Process process, SimulatedBackend backend, String group) {
		this.world = world;
		this.process = process;
		this.backend = backend;
		this.group = group;
	}

	private long until() {
		return this.world.now() + World.TIMEOUT.toNanos();
	}

	@Override
	public boolean tryAcquire(boolean shared) {
		this.token = this.world.network()
			.call(this.process, "tries to lead " + this.group,
					() -> this.world.store().acquireLead(this.backend, this.group, this, until()));
		return this.token != 0;
	}

	@Override
	public boolean renew() {
		return this.world.network()
			.call(this.process, "renews its leadership of " + this.group,
					() -> this.world.store().renewLead(this.backend, this.group, this, until()));
	}

	@Override
	public boolean isHeld() {
		return renew();
	}

	@Override
	public boolean release() {
		return this.world.network()
			.call(this.process, "resigns the leadership of " + this.group,
					() -> this.world.store().releaseLead(this.group, this));
	}

	@Override
	public long fencingToken() {
		return this.token;
	}

	@Override
	public Duration timeToLive() {
		return World.TIMEOUT;
	}

}
