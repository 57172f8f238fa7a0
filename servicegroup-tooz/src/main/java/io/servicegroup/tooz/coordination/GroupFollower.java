package io.servicegroup.tooz.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.concurrent.StateListener;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last reading of a group and notifies listeners of changes. A push from the
 * store carries no data: each refresh reads the group. Each listener receives the
 * difference from the reading of which it was last notified, so that one that is slow or
 * late may miss steps, but never the outcome. It has no thread: a {@link FollowerLoop}
 * refreshes it when it is due. Thread-safe.
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

	/** The shortest time between two reads that pushes cause. */
	private static final Duration MIN_PUSHED = Duration.ofMillis(100);

	private final String group;

	private final GroupSource<R, E> source;

	private final PollInterval interval;

	/** The longest time between two regular reads. */
	private final Duration poll;

	private final long created;

	private final Clock clock;

	private final StoreSilence silence;

	private final Runnable wake;

	private final WatchSubscription watch;

	/**
	 * Its monitor guards the last reading and the list. It is never held during a call to
	 * the store.
	 */
	private final List<StateListener<R, E>> listeners = new CopyOnWriteArrayList<>();

	/** Allows one read at a time, so that an old answer never replaces a newer one. */
	private final ReentrantLock reading = new ReentrantLock();

	private volatile @Nullable Reading<R> last;

	/** When the last reading becomes stale, by the time of {@link #silence}. */
	private volatile long staleFrom;

	private volatile @Nullable Throwable failure;

	private volatile long due;

	/** When the last read that a push had requested began. */
	private volatile long pushedBegun;

	private volatile boolean requested;

	private volatile boolean pushed;

	private volatile boolean closed;

	private volatile long fastPollUntil;

	private boolean failureLogged;

	/**
	 * Creates a follower without a reading.
	 * @param group the group's name in logs
	 * @param source reads the group
	 * @param interval the time between two regular reads
	 * @param clock provides the time of the readings
	 * @param silence notices that the store does not answer, from the reads of all groups
	 * @param wake called when a read becomes due early
	 */
	public GroupFollower(String group, GroupSource<R, E> source, PollInterval interval, Clock clock,
			StoreSilence silence, Runnable wake) {
		this.group = group;
		this.source = source;
		this.interval = interval;
		this.poll = interval.longest();
		this.clock = clock;
		this.silence = silence;
		this.wake = wake;
		this.watch = new WatchSubscription(group, source::watch, this::push);
		this.created = silence.now();
		this.due = this.created;
		this.pushedBegun = this.due - this.poll.toNanos();
		this.fastPollUntil = this.due;
	}

	/**
	 * Returns the age at which a reading becomes stale even if no later read has failed,
	 * because the reading thread may hang. It is three polls plus four call deadlines
	 * (two reads of two round trips) of at least one second each.
	 * @param poll the longest time between two regular reads
	 * @param shortestTimeout the store's shortest timeout, from which deadlines are
	 * derived
	 * @return the age, measured from the start of the read
	 */
	public static Duration maxAge(Duration poll, Duration shortestTimeout) {
		return poll.multipliedBy(3).plus(StoreSilence.limit(shortestTimeout).multipliedBy(4));
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
	 * the reading thread may hang, and whether the store answers at all.
	 */
	public boolean isStale() {
		long now = this.silence.now();
		return this.failure != null || this.closed || this.last == null || now - this.staleFrom >= 0
				|| this.silence.lasts(now, this.source);
	}

	/** Returns the nanoseconds until the next read is due; zero or less if it is due. */
	public long nanosUntilDue() {
		long now = this.silence.now();
		long left = this.due - now;
		if (this.pushed) {
			long apart = Math.min(MIN_PUSHED.toNanos(), this.poll.toNanos() / 10);
			left = Math.min(left, Math.max(0, this.pushedBegun + apart - now));
		}
		return this.requested ? Math.min(left, 0) : left;
	}

	/** Requests an immediate read. Requests made before it starts are merged. */
	public void lookAgain() {
		this.requested = true;
		this.wake.run();
	}

	/**
	 * Requests a read after a push from the store: an immediate one, unless a push caused
	 * a read that began less than 100 ms ago. So a member that joins and leaves all the
	 * time does not cause a read with each push, and a single push never waits.
	 */
	private void push() {
		this.pushed = true;
		this.wake.run();
	}

	/** Reads the group more often for five seconds. Called by the source. */
	public void expectChanges() {
		this.fastPollUntil = this.silence.now() + FAST_POLL_NANOS;
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
			this.listeners.forEach(StateListener::wake);
			if (this.failure == null) {
				// Not a part of the read: the group was read, however long this takes.
				this.watch.open();
			}
		}
		finally {
			long now = this.silence.now();
			long next = this.interval.next(now - this.created < this.poll.toNanos());
			this.due = now + next / ((now - this.fastPollUntil < 0) ? FAST_POLL_FACTOR : 1);
			this.reading.unlock();
		}
	}

	private void read() {
		long begun = this.silence.begin();
		boolean answered = true;
		try {
			this.requested = false;
			if (this.pushed) {
				this.pushed = false;
				this.pushedBegun = begun;
			}
			Instant asOf = this.clock.instant();
			R now = this.source.read(asOf);
			accept(now, asOf, begun + maxAge(this.poll, this.source.shortestTimeout()).toNanos());
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
			answered = !this.source.isSilence(ex);
			failed(ex);
		}
		finally {
			this.silence.end(answered);
		}
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
			// If this throws, the next read notifies the rest; no event is delivered
			// twice.
			this.listeners.forEach((listener) -> listener.update(old, now, events));
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
			logger.warn(
					"Group '{}' cannot be read: its last reading is kept as stale; retrying at least every {} ms. Cause: {}",
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
		return add(new StateListener<>(listener, false, this.source::difference), present);
	}

	/**
	 * Adds a listener that is notified of other groups, too. It is first notified of the
	 * members in the last reading, and is not closed with this follower.
	 * @param listener the listener
	 */
	public void addShared(AsyncListener<E> listener) {
		add(new StateListener<>(listener, true, this.source::difference), true);
	}

	/** Returns whether there are listeners of this group alone. */
	public boolean hasOwnListeners() {
		return this.listeners.stream().anyMatch((listener) -> !listener.isShared());
	}

	private Registration add(StateListener<R, E> added, boolean present) {
		synchronized (this.listeners) {
			Reading<R> now = this.last;
			if (now != null && present) {
				added.update(null, now.value(), this.source.difference(null, now.value()));
			}
			else if (now != null) {
				added.skipTo(now.value());
			}
			this.listeners.add(added);
			if (this.closed) {
				added.close();
			}
		}
		return () -> {
			this.listeners.remove(added);
			added.close();
		};
	}

	/**
	 * Ends the watch and closes all listeners. Does not wait for a read in progress. The
	 * last reading is kept and marked stale.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.listeners.forEach(StateListener::close);
		this.watch.close();
		this.source.release();
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

}
