package io.servicegroup.tooz.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last reading of a group and notifies listeners of changes. A push from the
 * store carries no data: each refresh reads the whole group. Each listener then receives
 * the difference from the reading of which it was last notified. It has no thread: a
 * {@link FollowerLoop} refreshes it when it is due. Thread-safe.
 *
 * @param <R> a reading, immutable
 * @param <E> the type of the events that listeners receive
 */
public final class GroupFollower<R, E> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(GroupFollower.class);

	/**
	 * The time after a failure in which the group is read more often, as members may
	 * still be rejoining.
	 */
	private static final long FAST_POLL_NANOS = Duration.ofSeconds(5).toNanos();

	private static final int FAST_POLL_FACTOR = 4;

	private final String group;

	private final GroupSource<R, E> source;

	private final Duration poll;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Runnable wake;

	private final WatchSubscription watch;

	/**
	 * Its monitor guards the reading of which each listener was last notified. It is
	 * never held during a call to the store.
	 */
	private final List<Notified<R, E>> listeners = new CopyOnWriteArrayList<>();

	/** Allows one read at a time, so that an old answer never replaces a newer one. */
	private final ReentrantLock reading = new ReentrantLock();

	private volatile @Nullable Reading<R> last;

	/** When the last reading becomes stale, in nanoseconds of {@link #nanoTime}. */
	private volatile long staleFrom;

	private volatile @Nullable Throwable failure;

	private volatile long due;

	private volatile boolean requested;

	private volatile boolean closed;

	private volatile long fastPollUntil;

	private boolean failureLogged;

	/**
	 * Creates a follower without a reading.
	 * @param group the group's name in logs
	 * @param source reads the group
	 * @param poll the time between two regular reads
	 * @param clock provides the time of the readings
	 * @param nanoTime measures elapsed time
	 * @param wake called when a read becomes due early
	 */
	public GroupFollower(String group, GroupSource<R, E> source, Duration poll, Clock clock, LongSupplier nanoTime,
			Runnable wake) {
		this.group = group;
		this.source = source;
		this.poll = poll;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.wake = wake;
		this.watch = new WatchSubscription(group, source::watch, this::lookAgain);
		this.due = nanoTime.getAsLong();
		this.fastPollUntil = this.due;
	}

	/**
	 * Returns the age at which a reading becomes stale even if no later read has failed,
	 * because the reading thread may hang. It is three polls plus four call deadlines
	 * (two reads of two round trips) of at least one second each.
	 * @param poll the time between two regular reads
	 * @param shortestTimeout the store's shortest timeout, from which deadlines are
	 * derived
	 * @return the age, measured from the start of the read
	 */
	public static Duration maxAge(Duration poll, Duration shortestTimeout) {
		Duration call = ToozUrl.callTimeout(shortestTimeout);
		// Views must not flap on an overloaded machine.
		Duration counted = (call.toSeconds() >= 1) ? call : Duration.ofSeconds(1);
		return poll.multipliedBy(3).plus(counted.multipliedBy(4));
	}

	/** Returns the last reading, stale or not, or {@code null} before the first one. */
	public @Nullable Reading<R> last() {
		return this.last;
	}

	/** Returns why the last read failed, or {@code null} if it succeeded. */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Returns whether the last reading may be out of date. Checks its age too, because
	 * the reading thread may hang.
	 */
	public boolean isStale() {
		return this.failure != null || this.closed || this.last == null
				|| this.nanoTime.getAsLong() - this.staleFrom >= 0;
	}

	/** Returns the nanoseconds until the next read is due; zero or less if it is due. */
	public long nanosUntilDue() {
		return this.requested ? 0 : this.due - this.nanoTime.getAsLong();
	}

	/** Requests an immediate read. Requests made before it starts are merged. */
	public void lookAgain() {
		this.requested = true;
		this.wake.run();
	}

	/** Reads the group more often for five seconds. Called by the source. */
	public void expectChanges() {
		this.fastPollUntil = this.nanoTime.getAsLong() + FAST_POLL_NANOS;
	}

	/**
	 * Reads the group. After a failure, even an Error, the last reading is kept and
	 * marked stale.
	 * @throws CoordinationInterruptedException if the calling thread is interrupted; the
	 * last reading is kept as it is
	 */
	public void refresh() {
		this.reading.lock();
		try {
			read();
			this.listeners.forEach((notified) -> notified.listener.wake());
		}
		finally {
			long now = this.nanoTime.getAsLong();
			this.due = now + this.poll.toNanos() / ((now - this.fastPollUntil < 0) ? FAST_POLL_FACTOR : 1);
			this.reading.unlock();
		}
	}

	private void read() {
		long begun = this.nanoTime.getAsLong();
		try {
			this.requested = false;
			Instant asOf = this.clock.instant();
			R now = this.source.read(asOf);
			accept(now, asOf, begun + maxAge(this.poll, this.source.shortestTimeout()).toNanos());
			this.watch.open();
		}
		catch (CoordinationInterruptedException ex) {
			// Says nothing about the store: the next round of the loop reads again.
			this.requested = true;
			throw ex;
		}
		catch (Throwable ex) {
			// Marks the reading stale first, because that allocates no memory: the rest
			// may fail, too.
			this.staleFrom = begun;
			failed(ex);
		}
	}

	/**
	 * Applies a change that the store has pushed. If the change does not follow the last
	 * reading, or a read is in progress, the group is read again instead. The age of the
	 * reading does not change, because a change says nothing about the other members.
	 * @param version the version of the reading that the change follows
	 * @param change computes the next reading
	 * @return whether the change was applied
	 */
	public boolean apply(long version, UnaryOperator<R> change) {
		if (!this.reading.isHeldByCurrentThread() && this.reading.tryLock()) {
			try {
				Reading<R> before = this.last;
				if (before != null && before.version() == version && !isStale()) {
					accept(change.apply(before.value()), before.asOf(), this.staleFrom);
					return true;
				}
			}
			finally {
				this.reading.unlock();
			}
		}
		lookAgain();
		return false;
	}

	private void accept(R now, Instant asOf, long staleFrom) {
		synchronized (this.listeners) {
			if (this.closed) {
				return;
			}
			Reading<R> before = this.last;
			R old = (before != null) ? before.value() : null;
			this.source.check(old, now);
			List<E> events = this.source.difference(old, now);
			long version = (before != null) ? before.version() : 0;
			this.staleFrom = staleFrom;
			// Set before the listeners are notified, so that a listener that queries sees
			// the change.
			this.last = new Reading<>(now, events.isEmpty() ? version : version + 1, asOf);
			this.failure = null;
			for (Notified<R, E> notified : this.listeners) {
				// If this throws, the next read notifies the rest; no event is
				// delivered twice.
				notified.listener.enqueue((notified.of == old) ? events : this.source.difference(notified.of, now));
				notified.of = now;
			}
		}
		if (this.failureLogged) {
			this.failureLogged = false;
			logger.info("Group '{}' can be read again", this.group);
		}
	}

	private void failed(Throwable ex) {
		this.failure = ex;
		expectChanges();
		if (!this.failureLogged && !this.closed) {
			this.failureLogged = true;
			logger.warn("Group '{}' cannot be read: its last reading is kept as stale; retrying every {} ms. Cause: {}",
					this.group, this.poll.toMillis() / FAST_POLL_FACTOR, Printable.of(ex.toString()),
					(ex instanceof Error) ? ex : null);
		}
	}

	/**
	 * Adds a listener, which is notified of each change until it or this follower is
	 * closed.
	 * @param listener the listener
	 * @param present whether it is first notified of the members in the last reading
	 * @return removes and closes the listener when closed
	 */
	public Registration add(AsyncListener<E> listener, boolean present) {
		Notified<R, E> notified = new Notified<>(listener);
		synchronized (this.listeners) {
			Reading<R> now = this.last;
			if (now != null) {
				if (present) {
					listener.enqueue(this.source.difference(null, now.value()));
				}
				notified.of = now.value();
			}
			this.listeners.add(notified);
			if (this.closed) {
				listener.close();
			}
		}
		return () -> {
			this.listeners.remove(notified);
			listener.close();
		};
	}

	/**
	 * Ends the watch and closes all listeners. Does not wait for a read in progress. The
	 * last reading is kept and marked stale.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.listeners.forEach((notified) -> notified.listener.close());
		this.watch.close();
	}

	/**
	 * A reading of a group.
	 *
	 * @param <R> the type of the value
	 * @param value the content of the group
	 * @param version increases with each change
	 * @param asOf the time of the reading, by this machine's clock
	 */
	public record Reading<R>(R value, long version, Instant asOf) {
	}

	/**
	 * A listener and the reading that it was last notified of.
	 */
	private static final class Notified<R, E> {

		private final AsyncListener<E> listener;

		private @Nullable R of;

		Notified(AsyncListener<E> listener) {
			this.listener = listener;
		}

	}

}
