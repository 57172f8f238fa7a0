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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group as it was last read. A push only says <em>look again</em>: every refresh reads
 * the whole group, and the difference to the last reading makes the events.
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

	private final List<IsolatedListener<MemberEvent>> listeners;

	private final ReentrantLock refreshing = new ReentrantLock();

	private final GroupWatch watch;

	private final Outage outage;

	private final Acquaintances acquaintances = new Acquaintances();

	/** When the store was last seen to be away, or to have lost this member. */
	private long trouble;

	private volatile @Nullable GroupView current;

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
		this.listeners = new CopyOnWriteArrayList<>(everyGroupsListeners);
	}

	/** The last reading, or {@code null} if there was none yet. */
	@Nullable GroupView peek() {
		return this.current;
	}

	/** Whether the member was ever in a reading. */
	boolean hasSeen(String member) {
		return this.acquaintances.include(member);
	}

	/** The last reading, stale or not; reads when there was none yet. */
	GroupView get() {
		GroupView view = this.current;
		if (view == null) {
			refresh();
			view = this.current;
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
		return new ServiceGroupUnavailableException("Group '" + this.group + "' cannot be read. "
				+ ((why != null) ? why.getMessage() : "It was not read yet"), why);
	}

	void readAtOnce() {
		this.readings.atOnce();
	}

	/** Reads the group again; never throws. */
	void refresh() {
		this.refreshing.lock();
		try {
			read();
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
		try {
			accept(read(this.driver, this.group, this.clock));
		}
		catch (ServiceGroupException ex) {
			failed(ex);
		}
		catch (RuntimeException | LinkageError ex) {
			failed(new ServiceGroupException("Unexpected: " + ex, ex));
		}
	}

	/** Reads a group from the store. */
	static GroupView read(ServiceGroupDriver driver, String group, Clock clock) {
		Instant asOf = clock.instant();
		GroupListing listing = driver.read(group);
		return new GroupView(group, asOf, listing.members(), listing.switches());
	}

	private void accept(GroupView now) {
		GroupView before = this.current;
		if (!this.outage.believes(before, now)) {
			goStale(new ServiceGroupException("The store answers again, but does not list all members yet", null));
			return;
		}
		if (before != null && hasSelf(before) && !hasSelf(now)) {
			this.trouble = this.nanoTime.getAsLong();
		}
		// First, so that a listener which asks the view sees what it is told.
		this.current = now;
		this.acquaintances.meet(now);
		ViewDifference.between(before, now)
			.forEach((event) -> this.listeners.forEach((listener) -> listener.tell(event)));
		if (this.failure != null) {
			this.failure = null;
			logger.info("Group '{}' can be read again", this.group);
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
			logger.warn("Group '{}' cannot be read, its view goes stale. {}", this.group, ex.getMessage());
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
		IsolatedListener<MemberEvent> isolated = new IsolatedListener<>(listener, listener::onMemberEvent);
		this.refreshing.lock();
		try {
			GroupView view = this.current;
			if (view != null) {
				ViewDifference.between(null, view).forEach(isolated::tell);
			}
			this.listeners.add(isolated);
		}
		finally {
			this.refreshing.unlock();
		}
		return () -> {
			this.listeners.remove(isolated);
			isolated.close();
		};
	}

	@Override
	public void close() {
		this.listeners.forEach(IsolatedListener::close);
		this.watch.close();
	}

	/**
	 * Has this view read again, on the views' thread.
	 */
	interface Readings {

		void atOnce();

		void soon();

	}

}
