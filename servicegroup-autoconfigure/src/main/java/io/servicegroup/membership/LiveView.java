package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.servicegroup.GroupView;
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.GroupWatch;
import io.servicegroup.tooz.IsolatedListener;
import io.servicegroup.tooz.ReadingAge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group as it was last read. A push only says <em>look again</em>: every refresh reads
 * the whole group, and the difference to what a listener was told last makes its events.
 */
final class LiveView implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LiveView.class);

	/** How long after trouble the others may still be coming back, one by one. */
	private static final Duration TROUBLED = Duration.ofSeconds(5);

	private final String group;

	private final ServiceGroupDriver driver;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Readings readings;

	private final List<Told> listeners;

	private final ReentrantLock refreshing = new ReentrantLock();

	private final GroupWatch watch;

	private final Outage outage;

	private final Acquaintances acquaintances = new Acquaintances();

	/** When the store was last seen to be away, or to have lost this member. */
	private long trouble;

	private volatile @Nullable GroupView current;

	/** From when on the last reading is too old, whatever became of those after it. */
	private volatile long oldFrom;

	private volatile @Nullable ServiceGroupException failure;

	LiveView(String group, ServiceGroupDriver driver, Clock clock, LongSupplier nanoTime, Readings readings,
			List<IsolatedListener<MemberEvent>> everyGroupsListeners) {
		this.group = group;
		this.driver = driver;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.trouble = nanoTime.getAsLong() - TROUBLED.toNanos();
		this.readings = readings;
		this.watch = new GroupWatch(group, (look) -> driver.watch(group, look), readings::atOnce);
		this.outage = new Outage(nanoTime, driver::longestTimeout);
		this.listeners = new CopyOnWriteArrayList<>();
		everyGroupsListeners.forEach((listener) -> this.listeners.add(new Told(listener)));
	}

	/** The last reading, stale or not, or {@code null} if there was none yet. */
	@Nullable GroupView peek() {
		GroupView view = this.current;
		return (view != null && !view.stale() && isOld()) ? view.asStale() : view;
	}

	/** The loop that reads may hang; so this asks for nothing but the time. */
	private boolean isOld() {
		return this.nanoTime.getAsLong() - this.oldFrom >= 0;
	}

	/** Whether the member was ever in a reading. */
	boolean hasSeen(String member) {
		return this.acquaintances.include(member);
	}

	/** The last reading, stale or not; reads when there was none yet. */
	GroupView get() {
		GroupView view = peek();
		if (view == null) {
			refresh();
			view = peek();
		}
		if (view == null) {
			throw unavailable();
		}
		return view;
	}

	/** The last reading, if it is the store's present answer. */
	GroupView fresh() {
		GroupView view = get();
		if (view.stale()) {
			throw unavailable();
		}
		return view;
	}

	private ServiceGroupUnavailableException unavailable() {
		ServiceGroupException why = this.failure;
		return new ServiceGroupUnavailableException(
				"Group '" + this.group + "' cannot be read. "
						+ ((why != null) ? why.getMessage() : (this.current != null)
								? "Its last reading is too old, and the next one is late" : "It was not read yet"),
				why);
	}

	void readAtOnce() {
		this.readings.atOnce();
	}

	/** Reads the group again; a reading that fails, by whatever, makes the view stale. */
	void refresh() {
		this.refreshing.lock();
		try {
			read();
			this.listeners.forEach((told) -> told.listener.wake());
			watchOnce();
			if (this.nanoTime.getAsLong() - this.trouble < TROUBLED.toNanos()) {
				this.readings.soon();
			}
		}
		finally {
			this.refreshing.unlock();
		}
	}

	private void read() {
		long begun = this.nanoTime.getAsLong();
		try {
			accept(read(this.driver, this.group, this.clock), begun);
		}
		catch (ServiceGroupException ex) {
			failed(ex);
		}
		catch (Throwable ex) {
			// First, as this needs no memory: the rest may fail, too.
			this.oldFrom = begun;
			failed(new ServiceGroupException("Unexpected: " + ex, ex));
		}
	}

	/** Reads a group from the store. */
	static GroupView read(ServiceGroupDriver driver, String group, Clock clock) {
		Instant asOf = clock.instant();
		GroupListing listing = driver.read(group);
		return new GroupView(group, asOf, listing.members(), listing.switches());
	}

	private void accept(GroupView now, long begun) {
		GroupView before = this.current;
		if (!this.outage.believes(before, now)) {
			goStale(new ServiceGroupException("The store answers again, but does not list all members yet", null));
			return;
		}
		if (before != null && hasSelf(before) && !hasSelf(now)) {
			this.trouble = this.nanoTime.getAsLong();
		}
		this.oldFrom = begun + ReadingAge.limit(this.readings.interval(), this.driver.shortestTimeout()).toNanos();
		// First, so that a listener which asks the view sees what it is told.
		this.current = now;
		this.acquaintances.meet(now);
		tell(now);
		if (this.failure != null) {
			this.failure = null;
			logger.info("Group '{}' can be read again", this.group);
		}
	}

	/**
	 * Tells each listener what differs from what it was told last: where telling throws,
	 * the rest comes with the next reading, and nothing comes twice.
	 */
	private void tell(GroupView now) {
		GroupView before = null;
		List<MemberEvent> events = null;
		for (Told told : this.listeners) {
			if (events == null || told.view != before) {
				before = told.view;
				events = ViewDifference.between(before, now);
			}
			told.listener.tell(events);
			told.view = now;
		}
	}

	private boolean hasSelf(GroupView view) {
		return view.member(this.driver.memberId()).isPresent();
	}

	private void failed(ServiceGroupException ex) {
		this.outage.failed();
		goStale(ex);
	}

	private void goStale(ServiceGroupException ex) {
		this.trouble = this.nanoTime.getAsLong();
		if (this.failure == null) {
			logger.warn("Group '{}' cannot be read: its view is stale; reading is retried every {} ms. Cause: {}",
					this.group, this.readings.interval().toMillis(), ex.getMessage(),
					(ex.getCause() instanceof Error error) ? error : null);
		}
		this.failure = ex;
		GroupView last = this.current;
		if (last != null && !last.stale()) {
			this.current = last.asStale();
		}
	}

	private void watchOnce() {
		if (this.current != null) {
			this.watch.open();
		}
	}

	ServiceGroupAPI.Registration add(ServiceGroupListener listener) {
		Told told = new Told(new IsolatedListener<>(listener, listener::onMemberEvent));
		this.refreshing.lock();
		try {
			GroupView view = this.current;
			if (view != null) {
				told.listener.tell(ViewDifference.between(null, view));
				told.view = view;
			}
			this.listeners.add(told);
		}
		finally {
			this.refreshing.unlock();
		}
		return () -> {
			this.listeners.remove(told);
			told.listener.close();
		};
	}

	@Override
	public void close() {
		this.listeners.forEach((told) -> told.listener.close());
		this.watch.close();
	}

	/**
	 * A listener, and the reading that it was told last.
	 */
	private static final class Told {

		private final IsolatedListener<MemberEvent> listener;

		/** Used under the view's lock. */
		private @Nullable GroupView view;

		Told(IsolatedListener<MemberEvent> listener) {
			this.listener = listener;
		}

	}

	/**
	 * Has this view read again, on the views' thread.
	 */
	interface Readings {

		/** The time between two readings that come by themselves. */
		Duration interval();

		void atOnce();

		void soon();

	}

}
