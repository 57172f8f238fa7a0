package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.GroupView;
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.SwitchLosses;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.coordination.FollowerLoop;
import io.servicegroup.tooz.coordination.PollInterval;
import org.jspecify.annotations.Nullable;

/**
 * Holds one live view per requested group, all read by one loop.
 */
final class LiveViews implements AutoCloseable {

	private final ServiceGroupDriver driver;

	private final PollInterval pollInterval;

	private final Clock clock;

	private final List<AsyncListener<MemberEvent>> listeners;

	private final LostSwitches.Counts losses = new LostSwitches.Counts();

	private final Map<String, LiveView> views = new ConcurrentHashMap<>();

	/** The groups that this member has left, and that could not be read since. */
	private final Set<String> leaving = ConcurrentHashMap.newKeySet();

	private final FollowerLoop loop = new FollowerLoop("servicegroup-views");

	/** Whether the listeners are notified. Guarded by the views. */
	private boolean publishing;

	LiveViews(ServiceGroupDriver driver, Duration pollInterval, Clock clock, List<ServiceGroupListener> listeners) {
		this.driver = driver;
		this.pollInterval = PollInterval.upTo(pollInterval);
		this.clock = clock;
		this.listeners = listeners.stream()
			.map((listener) -> new AsyncListener<MemberEvent>(listener, listener::onMemberEvent))
			.toList();
	}

	/** Returns the view of a group, and follows the group from now on. */
	LiveView of(String group) {
		// Look up first: most calls are for a group that is followed, and applications
		// call serviceIsUp often.
		LiveView view = this.views.get(group);
		if (view == null) {
			this.driver.checkGroup(group);
			synchronized (this.views) {
				view = this.views.computeIfAbsent(group, this::follow);
			}
		}
		return view;
	}

	private LiveView follow(String group) {
		LiveView view = new LiveView(group, this.driver, this.pollInterval, this.clock, this.loop.silence(),
				this.loop::wake, this.losses);
		if (this.publishing) {
			this.listeners.forEach(view.follower()::addShared);
		}
		this.loop.add(view.follower());
		return view;
	}

	/**
	 * Starts notifying the listeners: first of the members present, if groups were read
	 * before, and then of each change. Idempotent.
	 */
	void publish() {
		synchronized (this.views) {
			if (!this.publishing) {
				this.publishing = true;
				this.views.values().forEach((view) -> this.listeners.forEach(view.follower()::addShared));
			}
		}
	}

	/** Returns the view of a group, or {@code null} if the group is not followed. */
	@Nullable LiveView peek(String group) {
		return this.views.get(group);
	}

	/** Requests a read of a group at once if the group is followed. */
	void readAgain(String group) {
		LiveView view = this.views.get(group);
		if (view != null) {
			view.readAtOnce();
		}
	}

	/** Requests a read of a group at once, and follows it from now on. */
	void refreshSoon(String group) {
		this.leaving.remove(group);
		of(group).readAtOnce();
	}

	/**
	 * Reads a group once more that this member has left, and stops following it, unless
	 * it has listeners of its own. A group that cannot be read is followed until it can.
	 */
	void left(String group) {
		LiveView view = this.views.get(group);
		if (view != null) {
			view.refresh();
			this.leaving.add(group);
			endLeaving();
		}
	}

	private void endLeaving() {
		synchronized (this.views) {
			this.leaving.removeIf((group) -> {
				LiveView view = this.views.get(group);
				if (view == null || view.follower().hasOwnListeners()) {
					return true;
				}
				if (view.follower().isStale()) {
					return false;
				}
				this.views.remove(group);
				this.loop.remove(view.follower());
				return true;
			});
		}
	}

	/** Returns the views that have a reading, by group. Does not call the store. */
	Map<String, GroupView> peek() {
		if (!this.leaving.isEmpty()) {
			endLeaving();
		}
		Map<String, GroupView> read = new TreeMap<>();
		this.views.forEach((group, view) -> {
			GroupView last = view.peek();
			if (last != null) {
				read.put(group, last);
			}
		});
		return read;
	}

	SwitchLosses losses() {
		return this.losses.get();
	}

	@Override
	public void close() {
		this.loop.close();
		this.listeners.forEach(AsyncListener::close);
	}

}
