package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

import io.servicegroup.GroupView;
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.coordination.GroupFollower;
import io.servicegroup.tooz.coordination.GroupFollower.Reading;
import io.servicegroup.tooz.coordination.GroupSource;
import org.jspecify.annotations.Nullable;

/**
 * A group as it was last read, for queries and listeners.
 */
final class LiveView implements GroupSource<GroupView, MemberEvent>, AutoCloseable {

	private final String group;

	private final ServiceGroupDriver driver;

	private final GroupFollower<GroupView, MemberEvent> follower;

	private final RecoveryGracePeriod outage;

	private final RecentIds acquaintances = new RecentIds();

	LiveView(String group, ServiceGroupDriver driver, Duration poll, Clock clock, LongSupplier nanoTime, Runnable wake,
			List<AsyncListener<MemberEvent>> everyGroupsListeners) {
		this.group = group;
		this.driver = driver;
		this.outage = new RecoveryGracePeriod(nanoTime, driver::longestTimeout);
		this.follower = new GroupFollower<>(group, this, poll, clock, nanoTime, wake);
		everyGroupsListeners.forEach((listener) -> this.follower.add(listener, true));
	}

	GroupFollower<GroupView, MemberEvent> follower() {
		return this.follower;
	}

	/** The last reading, stale or not, or {@code null} if there was none yet. */
	@Nullable GroupView peek() {
		// Asked first: what is read in between is not shown as fresh by mistake.
		boolean stale = this.follower.isStale();
		Reading<GroupView> last = this.follower.last();
		return (last == null) ? null : stale ? last.value().asStale() : last.value();
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
		Throwable why = this.follower.failure();
		return new ServiceGroupUnavailableException("Group '" + this.group + "' cannot be read. " + reason(why), why);
	}

	private String reason(@Nullable Throwable failure) {
		if (failure != null) {
			return (failure instanceof ServiceGroupException) ? String.valueOf(failure.getMessage())
					: "Unexpected: " + failure;
		}
		return (this.follower.last() != null) ? "Its last reading is too old, and the next one is late"
				: "It was not read yet";
	}

	void readAtOnce() {
		this.follower.lookAgain();
	}

	/** Reads the group again; a reading that fails, by whatever, makes the view stale. */
	void refresh() {
		this.follower.refresh();
	}

	/** Reads a group from the store. */
	static GroupView read(ServiceGroupDriver driver, String group, Instant asOf) {
		GroupListing listing = driver.read(group);
		return new GroupView(group, asOf, listing.members(), listing.switches());
	}

	@Override
	public GroupView read(Instant asOf) {
		try {
			return read(this.driver, this.group, asOf);
		}
		catch (Throwable ex) {
			this.outage.failed();
			throw ex;
		}
	}

	@Override
	public void check(@Nullable GroupView before, GroupView now) {
		if (!this.outage.believes(before, now)) {
			throw new ServiceGroupException("The store answers again, but does not list all members yet", null);
		}
		if (before != null && hasSelf(before) && !hasSelf(now)) {
			// A store that has lost this member may have lost others, too.
			this.follower.expectChanges();
		}
		this.acquaintances.meet(now);
	}

	private boolean hasSelf(GroupView view) {
		return view.member(this.driver.memberId()).isPresent();
	}

	@Override
	public List<MemberEvent> difference(@Nullable GroupView before, GroupView now) {
		return GroupViewDiff.between(before, now);
	}

	@Override
	public AutoCloseable watch(Runnable lookAgain) {
		return this.driver.watch(this.group, lookAgain);
	}

	@Override
	public Duration shortestTimeout() {
		return this.driver.shortestTimeout();
	}

	ServiceGroupAPI.Registration add(ServiceGroupListener listener) {
		return this.follower.add(new AsyncListener<>(listener, listener::onMemberEvent), true)::run;
	}

	@Override
	public void close() {
		this.follower.close();
	}

}
