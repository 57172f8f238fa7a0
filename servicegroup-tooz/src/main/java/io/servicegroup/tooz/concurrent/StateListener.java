package io.servicegroup.tooz.concurrent;

import java.util.List;
import java.util.function.BiFunction;

import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies a listener of the differences between successive states. A listener that is
 * {@linkplain AsyncListener#isBehind() behind} may miss steps, but never the state that
 * they lead to: it receives the difference between the last state whose events are queued
 * and the newest one. So memory is bounded, however slow it is. Thread-safe.
 *
 * @param <S> the type of the states, immutable
 * @param <E> the type of the events
 */
public final class StateListener<S, E> {

	private static final Logger logger = LoggerFactory.getLogger(StateListener.class);

	private final AsyncListener<E> listener;

	private final boolean shared;

	private final BiFunction<@Nullable S, S, List<E>> difference;

	/** The state to which the queued events lead. */
	private @Nullable S notified;

	private @Nullable S newest;

	/** Whether the difference to the newest state is queued, to be computed later. */
	private boolean queued;

	/**
	 * Creates a listener that was notified of no state yet.
	 * @param listener delivers the events
	 * @param shared whether other states use the listener, so that {@link #close()} does
	 * not close it
	 * @param difference returns the events that lead from one state to the next; the
	 * first is {@code null} if the listener was not notified of any
	 */
	public StateListener(AsyncListener<E> listener, boolean shared, BiFunction<@Nullable S, S, List<E>> difference) {
		this.listener = listener;
		this.shared = shared;
		this.difference = difference;
	}

	/**
	 * Sets the state of which the listener is taken to be notified.
	 * @param state the state
	 */
	public synchronized void skipTo(S state) {
		this.notified = state;
		this.newest = state;
	}

	/**
	 * Sets the newest state. Does not wait for the listener.
	 * @param before the previous state, or {@code null} if there was none
	 * @param now the newest state
	 * @param events the events that lead from the one to the other
	 */
	public synchronized void update(@Nullable S before, S now, List<E> events) {
		this.newest = now;
		if (this.notified == before && (events.isEmpty() || !this.listener.isBehind())) {
			this.listener.enqueue(events);
			this.notified = now;
		}
		else if (!this.queued) {
			this.queued = true;
			try {
				this.listener.enqueue(this::events);
			}
			catch (Throwable ex) {
				this.queued = false;
				throw ex;
			}
		}
	}

	/**
	 * Starts the listener's thread if events are queued for which it could not be
	 * started.
	 */
	public void wake() {
		this.listener.wake();
	}

	/** Returns whether other states use the listener. */
	public boolean isShared() {
		return this.shared;
	}

	/** Closes the listener unless it is shared. */
	public void close() {
		if (!this.shared) {
			this.listener.close();
		}
	}

	private List<E> events() {
		S from;
		S to;
		synchronized (this) {
			this.queued = false;
			from = this.notified;
			to = this.newest;
		}
		if (to == null) {
			return List.of();
		}
		try {
			List<E> events = this.difference.apply(from, to);
			synchronized (this) {
				this.notified = to;
			}
			return events;
		}
		catch (Throwable ex) {
			// Such as an OutOfMemoryError: the next update delivers this difference, too.
			logger
				.warn("Events of listener {} are delayed: they could not be computed; retrying with the next reading. "
						+ "Cause: {}", this.listener, Printable.of(ex.toString()));
			return List.of();
		}
	}

}
