package io.servicegroup.tooz.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.concurrent.WatchSubscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last reading of a group, shared by all who look at the group. A push only says
 * <em>look again</em>: each refresh reads the whole group, and a listener is notified of
 * the difference to what it was last notified of. Thread-safe, without a thread of its
 * own: a {@link FollowerLoop} refreshes it when it is due.
 *
 * @param <R> a reading, immutable
 * @param <E> what listeners are notified of
 */
public final class GroupFollower<R, E> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(GroupFollower.class);

	/** How long after trouble members may still be coming back, one by one. */
	private static final long TROUBLED = Duration.ofSeconds(5).toNanos();

	private static final int TROUBLED_POLLS = 4;

	private final String group;

	private final GroupSource<R, E> source;

	private final Duration poll;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Runnable wake;

	private final WatchSubscription watch;

	/** Its monitor guards what each was notified of; never held during a store's call. */
	private final List<Notified<R, E>> listeners = new CopyOnWriteArrayList<>();

	/** One reading at a time: an old answer must not replace a newer one. */
	private final ReentrantLock reading = new ReentrantLock();

	private volatile @Nullable Reading<R> last;

	/** From when on the last reading is stale, whatever became of those after it. */
	private volatile long staleFrom;

	private volatile @Nullable Throwable failure;

	private volatile long due;

	private volatile boolean requested;

	private volatile boolean closed;

	private volatile long troubledUntil;

	private boolean failureLogged;

	/**
	 * Creates a follower without a reading.
	 * @param group what the log calls the group
	 * @param source reads it
	 * @param poll the time between two readings that nothing else asks for
	 * @param clock dates the readings
	 * @param nanoTime measures elapsed time
	 * @param wake called when the group becomes due before its time
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
		this.troubledUntil = this.due;
	}

	/**
	 * Returns the age from which on a reading is stale even though no later one has
	 * failed, as the thread that reads may hang: three polls and four deadlines of a call
	 * (two readings of two round trips), of at least a second each.
	 * @param poll the time between two readings
	 * @param shortestTimeout the store's shortest timeout, which deadlines derive from
	 * @return the age, counted from the moment before the store was asked
	 */
	public static Duration maxAge(Duration poll, Duration shortestTimeout) {
		Duration call = ToozUrl.callTimeout(shortestTimeout);
		// A machine that is short of time must not make views flap.
		Duration counted = (call.toSeconds() >= 1) ? call : Duration.ofSeconds(1);
		return poll.multipliedBy(3).plus(counted.multipliedBy(4));
	}

	/** Returns the last reading, stale or not, or {@code null} if there was none yet. */
	public @Nullable Reading<R> last() {
		return this.last;
	}

	/** Returns why the last attempt to read failed, or {@code null}. */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Returns whether the last reading may be old. Depends on nothing but the time, as
	 * the thread that reads may hang.
	 */
	public boolean isStale() {
		return this.failure != null || this.closed || this.last == null
				|| this.nanoTime.getAsLong() - this.staleFrom >= 0;
	}

	/** Returns the time until the group is due; not positive if it is. */
	public long nanosUntilDue() {
		return this.requested ? 0 : this.due - this.nanoTime.getAsLong();
	}

	/** Has the group read at once. Requests that wait for the same reading are one. */
	public void lookAgain() {
		this.requested = true;
		this.wake.run();
	}

	/** Has the group read more often for five seconds. For use by the source. */
	public void expectChanges() {
		this.troubledUntil = this.nanoTime.getAsLong() + TROUBLED;
	}

	/**
	 * Reads the group. After a failure, even an Error, the last reading stays, as stale.
	 */
	public void refresh() {
		this.reading.lock();
		try {
			read();
			this.listeners.forEach((notified) -> notified.listener.wake());
		}
		finally {
			long now = this.nanoTime.getAsLong();
			this.due = now + this.poll.toNanos() / ((now - this.troubledUntil < 0) ? TROUBLED_POLLS : 1);
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
		catch (Throwable ex) {
			// First, as this needs no memory: the rest may fail, too.
			this.staleFrom = begun;
			failed(ex);
		}
	}

	/**
	 * Applies a change that the store has pushed. If it does not follow the last reading,
	 * or a reading under way may be older, the group is read again instead. A change says
	 * nothing of the other members: the reading's age stays.
	 * @param version the reading that the change follows
	 * @param change makes the next reading
	 * @return whether it was applied
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
			// Before the listeners, so that one which asks sees what it hears of.
			this.last = new Reading<>(now, events.isEmpty() ? version : version + 1, asOf);
			this.failure = null;
			for (Notified<R, E> notified : this.listeners) {
				// Where this throws, the rest comes with the next reading, and nothing
				// comes twice.
				notified.listener.tell((notified.of == old) ? events : this.source.difference(notified.of, now));
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
			logger.warn("Group '{}' cannot be read: its last reading stays, as stale; retrying every {} ms. Cause: {}",
					this.group, this.poll.toMillis() / TROUBLED_POLLS, ex.toString(),
					(ex instanceof Error) ? ex : null);
		}
	}

	/**
	 * Notifies a listener of each change, until it or this follower is closed.
	 * @param listener the listener
	 * @param present whether it is first notified of what the last reading holds
	 * @return closes the listener
	 */
	public Runnable add(AsyncListener<E> listener, boolean present) {
		Notified<R, E> notified = new Notified<>(listener);
		synchronized (this.listeners) {
			Reading<R> now = this.last;
			if (now != null) {
				if (present) {
					listener.tell(this.source.difference(null, now.value()));
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

	/** Does not wait for a reading under way. The last reading stays, as stale. */
	@Override
	public void close() {
		this.closed = true;
		this.listeners.forEach((notified) -> notified.listener.close());
		this.watch.close();
	}

	/**
	 * A reading of a group.
	 *
	 * @param <R> its type
	 * @param value what was read
	 * @param version grows with each change
	 * @param asOf a moment at which the group was so, by this machine's clock
	 */
	public record Reading<R>(R value, long version, Instant asOf) {
	}

	/**
	 * A listener, and the reading that it was last notified of.
	 */
	private static final class Notified<R, E> {

		private final AsyncListener<E> listener;

		private @Nullable R of;

		Notified(AsyncListener<E> listener) {
			this.listener = listener;
		}

	}

}
