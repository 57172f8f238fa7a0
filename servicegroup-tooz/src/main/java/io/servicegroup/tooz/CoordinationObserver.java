package io.servicegroup.tooz;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Observes a coordinator's calls to its store and its locks, for metrics and traces.
 * Called on the threads that do the work, one of which sends heartbeats: implementations
 * must not block. An exception of an implementation is logged once and has no other
 * effect. Thread-safe. Later versions may add methods with a default implementation.
 *
 * @since 0.1.0
 */
public interface CoordinationObserver {

	/** Observes nothing. The calls of a coordinator with it are not intercepted. */
	CoordinationObserver NONE = new CoordinationObserver() {
	};

	/**
	 * Returns an observer that notifies others. An exception of one of them is logged
	 * once, and affects neither the other ones nor the call.
	 * @param observers the observers, in the order in which they are notified
	 * @return the observer; {@link #NONE} if there are no others
	 */
	static CoordinationObserver all(Collection<? extends CoordinationObserver> observers) {
		return IsolatedObservers.of(observers);
	}

	/**
	 * A call to the store begins.
	 * @param backend the backend's name, such as {@code redis}
	 * @param operation what is called, such as {@code heartbeat}; one of a fixed number
	 * @return ended with the call, successful unless it throws
	 */
	default Activity storeCall(String backend, String operation) {
		return Activity.NONE;
	}

	/**
	 * An acquisition of a lock begins. Leaderships are no locks in this respect.
	 * @param backend the backend's name
	 * @param lock the lock's name
	 * @return ended with the acquisition, successful if the lock was acquired
	 */
	default Activity lockWait(String backend, String lock) {
		return Activity.NONE;
	}

	/**
	 * A lock was acquired.
	 * @param backend the backend's name
	 * @param lock the lock's name
	 * @return ended when the lock is no longer held, on any thread
	 */
	default Activity lockHold(String backend, String lock) {
		return Activity.NONE;
	}

	/**
	 * A lock was lost while it was held.
	 * @param backend the backend's name
	 * @param lock the lock's name
	 */
	default void lockLost(String backend, String lock) {
	}

	/**
	 * A heartbeat has restored a membership that the store had lost.
	 * @param group the group's id
	 */
	default void membershipRestored(String group) {
	}

	/**
	 * An activity in progress.
	 */
	@FunctionalInterface
	interface Activity {

		/** Is not observed. */
		Activity NONE = (success, failure) -> {
		};

		/**
		 * The activity has ended. Called once.
		 * @param success whether it was successful
		 * @param failure the exception that it ended with, or {@code null}
		 */
		void end(boolean success, @Nullable Throwable failure);

	}

}
