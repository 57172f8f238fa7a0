package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A member's candidacy for the leadership of one group: a state machine over the group's
 * {@link LeaderLock}, without a thread. Only {@link #round} and {@link #release} call the
 * store, and both do so without a lock of this object, so that everything else returns at
 * once while a call hangs. Not for applications.
 */
public final class LeaderCandidate {

	private final LeaderLock lock;

	private final Listener listener;

	private final LongSupplier nanoTime;

	private volatile State state = State.CANDIDATE;

	private long rest;

	private long restsUntil;

	/** How many releases have to follow. */
	private int releasesDue;

	/**
	 * Creates a candidate, which tries with the next round.
	 * @param lock the lock of the leadership, used by this candidate only
	 * @param listener notified of elections and revocations, which alternate
	 * @param nanoTime the monotonic clock
	 */
	public LeaderCandidate(LeaderLock lock, Listener listener, LongSupplier nanoTime) {
		this.lock = lock;
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.restsUntil = nanoTime.getAsLong();
		lock.onLost(this::lost);
	}

	/**
	 * Tries once to be elected, unless this member leads, rests, or has resigned.
	 */
	public void round() {
		// Held without leading: its token could not be read in the round before.
		if (mayTry() && (this.lock.isAcquired() || this.lock.tryLock()) && !elected()) {
			this.lock.release();
		}
	}

	private synchronized boolean mayTry() {
		// A loss is noticed here if its notification is late.
		lost();
		return this.state == State.CANDIDATE && this.releasesDue == 0
				&& this.nanoTime.getAsLong() - this.restsUntil >= 0;
	}

	/** Returns whether this member leads: not if it resigned during the call. */
	private synchronized boolean elected() {
		if (this.state == State.CANDIDATE && this.releasesDue == 0) {
			// Throws if the lock is lost by now: then there is nothing to report.
			OptionalLong token = this.lock.fencingToken();
			this.state = State.LEADER;
			this.listener.elected(token);
		}
		return this.state == State.LEADER;
	}

	/** The notification may come only after the next election. */
	private synchronized void lost() {
		if (!this.lock.isAcquired()) {
			revoke();
		}
	}

	private void revoke() {
		if (this.state == State.LEADER) {
			this.state = State.CANDIDATE;
			this.listener.revoked();
		}
	}

	/**
	 * Ends the leadership here, but not yet in the store: {@link #release} has to follow.
	 * @param time for how long this member does not try again after the release
	 * @return whether it led until now
	 */
	public boolean resign(Duration time) {
		return leave(State.CANDIDATE, time);
	}

	/**
	 * The same, but this member does not try again before {@link #resume}.
	 * @return whether it led until now
	 */
	public boolean suspend() {
		return leave(State.SUSPENDED, Duration.ZERO);
	}

	/**
	 * The same, but for good.
	 * @return whether this member led until now
	 */
	public boolean end() {
		return leave(State.ENDED, Duration.ZERO);
	}

	private synchronized boolean leave(State next, Duration time) {
		boolean led = this.state == State.LEADER;
		revoke();
		// A resignation does not undo a suspension, nor a suspension an end.
		this.state = (next.compareTo(this.state) > 0) ? next : this.state;
		this.rest = time.toNanos();
		this.releasesDue++;
		return led;
	}

	/**
	 * Lets another be elected.
	 * @return whether the lock was held until now
	 */
	public boolean release() {
		try {
			return this.lock.release();
		}
		finally {
			released();
		}
	}

	private synchronized void released() {
		this.releasesDue--;
		this.restsUntil = this.nanoTime.getAsLong() + this.rest;
	}

	/**
	 * Ends what {@link #suspend} began.
	 */
	public synchronized void resume() {
		if (this.state == State.SUSPENDED) {
			this.state = State.CANDIDATE;
		}
	}

	/**
	 * Returns, from memory, whether this member leads for certain.
	 * @return whether it was elected, has not resigned, and nobody else can lead
	 */
	public boolean isLeader() {
		return this.state == State.LEADER && this.lock.isAcquired();
	}

	/**
	 * Returns whether the candidacy is over.
	 * @return whether {@link #end} was called
	 */
	public boolean isEnded() {
		return this.state == State.ENDED;
	}

	/**
	 * Notified of elections and revocations, which alternate. Called with the candidate's
	 * monitor held: must not block.
	 */
	public interface Listener {

		/**
		 * This member was elected.
		 * @param fencingToken the leadership's number, if the backend has any
		 */
		void elected(OptionalLong fencingToken);

		/**
		 * This member leads no longer.
		 */
		void revoked();

	}

	private enum State {

		CANDIDATE, LEADER, SUSPENDED, ENDED

	}

}
