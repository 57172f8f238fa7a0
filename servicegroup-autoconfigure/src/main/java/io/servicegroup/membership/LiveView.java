package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberSwitches;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.GroupListingReader;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.concurrent.RecentIds;
import io.servicegroup.tooz.coordination.GroupFollower;
import io.servicegroup.tooz.coordination.GroupFollower.Reading;
import io.servicegroup.tooz.coordination.GroupSource;
import io.servicegroup.tooz.coordination.PollInterval;
import io.servicegroup.tooz.coordination.StoreSilence;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last reading of a group for queries, and notifies listeners of its changes.
 */
final class LiveView implements GroupSource<GroupView, MemberEvent>, AutoCloseable {

	private final String group;

	private final ServiceGroupDriver driver;

	private final GroupListingReader reader;

	private final GroupFollower<GroupView, MemberEvent> follower;

	private final RecoveryGracePeriod gracePeriod;

	/** With these, a dead member can still be forced down before its host comes back. */
	private final RecentIds recentIds = new RecentIds();

	private final LostSwitches lostSwitches;

	/** The last reading, accepted or not. Guarded by the follower's reads. */
	private @Nullable Snapshot last;

	LiveView(String group, ServiceGroupDriver driver, PollInterval poll, Clock clock, StoreSilence silence,
			Runnable wake, LostSwitches.Counts losses) {
		this.group = group;
		this.lostSwitches = new LostSwitches(group, losses);
		this.driver = driver;
		this.reader = driver.reader(group);
		this.gracePeriod = new RecoveryGracePeriod(silence::now, () -> driver.timeouts().longest());
		this.follower = new GroupFollower<>(group, this, poll, clock, silence, wake);
	}

	GroupFollower<GroupView, MemberEvent> follower() {
		return this.follower;
	}

	/** Returns the last reading, stale or not, or {@code null} if there is none yet. */
	@Nullable GroupView peek() {
		// Read the flag first: in the other order, a stale reading could be returned as
		// fresh.
		boolean stale = this.follower.isStale();
		Reading<GroupView> last = this.follower.last();
		return (last == null) ? null : stale ? last.value().asStale() : last.value();
	}

	/** Returns whether the member was in a reading before. */
	boolean hasSeen(String member) {
		return this.recentIds.contains(member);
	}

	/** Returns the last reading, stale or not; reads the group if there is none yet. */
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

	/**
	 * Returns the last reading.
	 * @throws ServiceGroupUnavailableException if it is stale
	 */
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
		return (this.follower.last() != null) ? "The last reading is stale, and the next one is late"
				: "It has not been read yet";
	}

	void readAtOnce() {
		this.follower.lookAgain();
	}

	/**
	 * Reads the group on the calling thread. If that fails with an exception or error,
	 * the view becomes stale.
	 */
	void refresh() {
		this.follower.refresh();
	}

	LostSwitches lostSwitches() {
		return this.lostSwitches;
	}

	/** Makes a view of a reading. */
	static GroupView view(String group, Instant asOf, GroupListing listing) {
		return new GroupView(group, asOf, listing.members(), listing.switches());
	}

	@Override
	public GroupView read(Instant asOf) {
		try {
			GroupListing listing = this.reader.read();
			Snapshot now = snapshot(asOf, listing, this.lostSwitches.update(listing));
			this.last = now;
			return now.view;
		}
		catch (Throwable ex) {
			this.gracePeriod.failed();
			throw ex;
		}
	}

	/** Shares all but the time with the last reading if nothing has changed since. */
	@SuppressWarnings("ReferenceEquality")
	private Snapshot snapshot(Instant asOf, GroupListing listing, Map<String, MemberSwitches> lost) {
		Snapshot before = this.last;
		GroupView view;
		if (before != null && listing == before.listing) {
			view = before.view.readAgain(asOf);
			return new Snapshot(listing, lost, (lost == before.lost) ? view : view.withLostSwitches(lost));
		}
		view = view(this.group, asOf, listing).withLostSwitches(lost);
		return new Snapshot(listing, lost, this.reader.recordsTimes() ? view : view.withoutTimes());
	}

	@Override
	public void check(@Nullable GroupView before, GroupView now) {
		if (!this.gracePeriod.accepts(before, now)) {
			throw new ServiceGroupException("The store is available again, but does not list all members yet", null);
		}
		if (before != null && hasSelf(before) && !hasSelf(now)) {
			// A store that has lost this member may have lost others too.
			this.follower.expectChanges();
		}
		GroupViewDiff.joined(before, now).map(Member::id).forEach(this.recentIds::add);
	}

	private boolean hasSelf(GroupView view) {
		return view.isUp(this.driver.memberId());
	}

	@Override
	public long silence() {
		return this.driver.silence();
	}

	@Override
	public boolean isSilence(Throwable failure) {
		return failure instanceof ServiceGroupUnavailableException;
	}

	@Override
	public List<MemberEvent> difference(@Nullable GroupView before, GroupView now) {
		return GroupViewDiff.between(before, now);
	}

	@Override
	public Registration watch(Runnable lookAgain) {
		return this.driver.watch(this.group, lookAgain);
	}

	@Override
	public Duration shortestTimeout() {
		return this.driver.timeouts().shortest();
	}

	Registration add(ServiceGroupListener listener) {
		return this.follower.add(new AsyncListener<>(listener, listener::onMemberEvent), true);
	}

	@Override
	public void release() {
		this.reader.close();
	}

	@Override
	public void close() {
		this.follower.close();
	}

	/**
	 * A reading.
	 *
	 * @param listing the reading of the driver
	 * @param lost the lost switches, as {@link LostSwitches#update} returned them
	 * @param view the view of both
	 */
	private record Snapshot(GroupListing listing, Map<String, MemberSwitches> lost, GroupView view) {
	}

}
