package io.servicegroup.test;

import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another member of a group, which the test controls. Each operation returns when the
 * application has read the change, so that its queries answer accordingly; its listeners
 * are notified on their own threads shortly after. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TestMember {

	private static final Logger logger = LoggerFactory.getLogger(TestMember.class);

	private final TestServiceGroup group;

	private final String id;

	private final Backend backend;

	private byte[] capabilities;

	private @Nullable LockContender leadership;

	private boolean present = true;

	private boolean paused;

	TestMember(TestServiceGroup group, String id, Backend backend, Map<String, ?> capabilities) {
		this.group = group;
		this.id = id;
		this.backend = backend;
		this.capabilities = Capabilities.encode(capabilities);
	}

	/**
	 * Returns the member's id.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	synchronized void join() {
		try {
			this.backend.createGroup(this.group.name());
		}
		catch (GroupAlreadyExistsException ex) {
			logger.debug("Group {} exists", this.group.name());
		}
		this.backend.join(this.group.name(), this.capabilities);
	}

	/**
	 * Replaces the capabilities.
	 * @param capabilities the capabilities that the application can read
	 */
	public void updateCapabilities(Map<String, ?> capabilities) {
		synchronized (this) {
			requirePresent();
			this.capabilities = Capabilities.encode(capabilities);
			this.backend.join(this.group.name(), this.capabilities);
		}
		this.group.awaitRead();
	}

	/**
	 * Kills the member: it sends no more heartbeats, and its timeout passes. It leaves
	 * its group and loses its leadership without having said so.
	 */
	public void die() {
		requirePresent();
		discard();
		this.group.forget(this);
		this.group.awaitRead();
	}

	synchronized void discard() {
		this.group.store().expire(this.id);
		this.present = false;
		this.leadership = null;
	}

	/**
	 * Leaves the group, and resigns a leadership first.
	 */
	public void leave() {
		synchronized (this) {
			requirePresent();
			release();
			this.backend.leave(this.group.name());
			this.present = false;
		}
		this.group.forget(this);
		this.group.awaitRead();
	}

	/**
	 * Stops the heartbeats, as in a long pause of the process. The member stays in the
	 * group until the timeout has passed, see {@link TestServiceGroup#elapse}.
	 */
	public synchronized void pause() {
		requirePresent();
		this.paused = true;
	}

	/**
	 * Continues the heartbeats after {@link #pause}. A member that has expired meanwhile
	 * joins again.
	 */
	public void resume() {
		synchronized (this) {
			requirePresent();
			this.paused = false;
			beat();
		}
		this.group.awaitRead();
	}

	/**
	 * Makes this member the leader of the group: an application or member that leads
	 * loses its leadership.
	 */
	public void lead() {
		synchronized (this) {
			requirePresent();
			LockContender contender = this.backend.leaderLock(this.group.name());
			// The application may be elected between the two calls.
			do {
				contender.breakHold();
			}
			while (!contender.tryAcquire(false));
			this.leadership = contender;
		}
		this.group.awaitRevoked();
	}

	/**
	 * Resigns the leadership. Does nothing if this member does not lead. The application
	 * is elected within a second if it is a candidate.
	 */
	public synchronized void resign() {
		requirePresent();
		release();
	}

	private void release() {
		if (this.leadership != null) {
			this.leadership.release();
			this.leadership = null;
		}
	}

	/**
	 * Returns whether this member leads the group.
	 * @return whether the store has it as the leader
	 */
	public synchronized boolean isLeader() {
		return this.leadership != null && this.leadership.isHeld();
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	/** Sends a heartbeat, unless the member is paused, and joins again if necessary. */
	synchronized void beat() {
		if (!this.present || this.paused) {
			return;
		}
		try {
			Set<String> lost = this.backend.beat(Map.of(this.group.name(), this.capabilities));
			if (!lost.isEmpty()) {
				join();
			}
			if (this.leadership != null && !this.leadership.renew()) {
				this.leadership = null;
			}
		}
		catch (CoordinationException ex) {
			logger.debug("Heartbeat of test member '{}' failed", this.id, ex);
		}
	}

	private synchronized void requirePresent() {
		if (!this.present) {
			throw new IllegalStateException("Member '" + this.id + "' is not in group '" + this.group.name()
					+ "' any more. Let it join with TestServiceGroup.join.");
		}
	}

	@Override
	public String toString() {
		return "TestMember[" + this.id + " of " + this.group.name() + "]";
	}

}
