package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A candidate for the leadership of one group: a state machine over the group's
 * {@link LeaderLock}. It has no thread. Only {@link #round} and {@link #release} call the
 * store, and they do not hold this object's monitor during the call, so that all other
 * methods return immediately while a call hangs. Not for applications.
 */
public final class LeaderCandidate {

	private final LeaderLock lock;

	private final Listener listener;

	private final LongSupplier nanoTime;

	private volatile State state = State.CANDIDATE;

	private long pause;

	private long pausedUntil;

	/** The number of {@link #release} calls that must follow. */
	private int releasesDue;

	/**
	 * Creates a candidate, which tries to be elected in the next round.
	 * @param lock the lock of the leadership, used only by this candidate
	 * @param listener notified of elections and revocations, which alternate
	 * @param nanoTime the monotonic clock
	 */
	public LeaderCandidate(LeaderLock lock, Listener listener, LongSupplier nanoTime) {
		this.lock = lock;
		this.listener = listener;
		this.nanoTime = nanoTime;
		this.pausedUntil = nanoTime.getAsLong();
		lock.onLost(this::lost);
	}

	/**
	 * Tries once to be elected, unless this member leads, is suspended or has ended, or
	 * the time after a resignation is not over.
	 */
	public void round() {
		// The lock is held without leading if the previous round could not read its
		// token.
		if (mayTry() && (this.lock.isAcquired() || this.lock.tryLock()) && !elected()) {
			this.lock.release();
		}
	}

	private synchronized boolean mayTry() {
		// Detects a loss whose notification is late.
		lost();
		return this.state == State.CANDIDATE && this.releasesDue == 0
				&& this.nanoTime.getAsLong() - this.pausedUntil >= 0;
	}

	/**
	 * Returns whether this member leads; {@code false} if it resigned during the call.
	 */
	private synchronized boolean elected() {
		if (this.state == State.CANDIDATE && this.releasesDue == 0) {
			// Throws if the lock is already lost: then there is nothing to report.
			OptionalLong token = this.lock.fencingToken();
			this.state = State.LEADER;
			this.listener.elected(token);
		}
		return this.state == State.LEADER;
	}

	/** Handles the notification of a loss, which may arrive after the next election. */
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
	 * Ends the leadership in memory. The caller must then call {@link #release} to end it
	 * in the store.
	 * @param time how long this member does not try again after the release
	 * @return whether it led until now
	 */
	public boolean resign(Duration time) {
		return leave(State.CANDIDATE, time);
	}

	/**
	 * Ends the leadership like {@link #resign}, until {@link #resume}. The caller must
	 * then call {@link #release}.
	 * @return whether it led until now
	 */
	public boolean suspend() {
		return leave(State.SUSPENDED, Duration.ZERO);
	}

	/**
	 * Ends the leadership like {@link #resign}, permanently. The caller must then call
	 * {@link #release}.
	 * @return whether it led until now
	 */
	public boolean end() {
		return leave(State.ENDED, Duration.ZERO);
	}

	private synchronized boolean leave(State next, Duration time) {
		boolean led = this.state == State.LEADER;
		revoke();
		// A resignation does not undo a suspension, and a suspension does not undo an
		// end.
		this.state = (next.compareTo(this.state) > 0) ? next : this.state;
		this.pause = time.toNanos();
		this.releasesDue++;
		return led;
	}

	/**
	 * Releases the lock, so that another member can be elected.
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
		this.pausedUntil = this.nanoTime.getAsLong() + this.pause;
	}

	/**
	 * Ends a suspension: this member tries again in the next round.
	 */
	public synchronized void resume() {
		if (this.state == State.SUSPENDED) {
			this.state = State.CANDIDATE;
		}
	}

	/**
	 * Returns whether this member leads for certain. Does not call the store.
	 * @return whether it was elected, has not resigned, and no other member can lead
	 */
	public boolean isLeader() {
		return this.state == State.LEADER && this.lock.isAcquired();
	}

	/**
	 * Returns whether the candidacy has ended.
	 * @return whether {@link #end} was called
	 */
	public boolean isEnded() {
		return this.state == State.ENDED;
	}

	/**
	 * Receives elections and revocations, which alternate. It is called with the
	 * candidate's monitor held and must not block.
	 */
	public interface Listener {

		/**
		 * Called when this member was elected.
		 * @param fencingToken the fencing token of the leadership, if the backend has one
		 */
		void elected(OptionalLong fencingToken);

		/**
		 * Called when this member no longer leads.
		 */
		void revoked();

	}

	private enum State {

		CANDIDATE, LEADER, SUSPENDED, ENDED

	}

}
