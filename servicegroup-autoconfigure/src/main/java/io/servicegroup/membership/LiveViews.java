package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.GroupView;
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.concurrent.AsyncListener;
import io.servicegroup.tooz.coordination.FollowerLoop;
import org.jspecify.annotations.Nullable;

/**
 * The live views, one for each group that was asked for, read on one thread.
 */
final class LiveViews implements AutoCloseable {

	private final ServiceGroupDriver driver;

	private final Duration pollInterval;

	private final Clock clock;

	private final List<AsyncListener<MemberEvent>> listeners;

	private final Map<String, LiveView> views = new ConcurrentHashMap<>();

	private final FollowerLoop loop = new FollowerLoop("servicegroup-views");

	LiveViews(ServiceGroupDriver driver, Duration pollInterval, Clock clock, List<ServiceGroupListener> listeners) {
		this.driver = driver;
		this.pollInterval = pollInterval;
		this.clock = clock;
		this.listeners = listeners.stream()
			.map((listener) -> new AsyncListener<MemberEvent>(listener, listener::onMemberEvent))
			.toList();
	}

	/** The group's view, followed from now on. */
	LiveView of(String group) {
		// A look-up, for nearly every call: an application may ask often whether a
		// service is up.
		LiveView view = this.views.get(group);
		if (view == null) {
			this.driver.checkGroup(group);
			view = this.views.computeIfAbsent(group, this::follow);
		}
		return view;
	}

	private LiveView follow(String group) {
		LiveView view = new LiveView(group, this.driver, this.pollInterval, this.clock, System::nanoTime,
				this.loop::wake, this.listeners);
		this.loop.add(view.follower());
		return view;
	}

	/** The group's view if it is followed; begins nothing. */
	@Nullable LiveView peek(String group) {
		return this.views.get(group);
	}

	/** Has a group read at once if it is followed. */
	void readAgain(String group) {
		LiveView view = this.views.get(group);
		if (view != null) {
			view.readAtOnce();
		}
	}

	/** Has a group read at once, and followed from now on. */
	void refreshSoon(String group) {
		of(group).readAtOnce();
	}

	/** The views that were read, by group; asks no store. */
	Map<String, GroupView> peek() {
		Map<String, GroupView> read = new TreeMap<>();
		this.views.forEach((group, view) -> {
			GroupView last = view.peek();
			if (last != null) {
				read.put(group, last);
			}
		});
		return read;
	}

	@Override
	public void close() {
		this.loop.close();
		this.listeners.forEach(AsyncListener::close);
	}

}
