package io.servicegroup.membership;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.servicegroup.GroupView;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.driver.ServiceGroupDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live views, one a group that somebody asked for, refreshed on one thread by poll
 * and by push.
 */
final class LiveViews implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LiveViews.class);

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private final ServiceGroupDriver driver;

	private final Duration pollInterval;

	private final Clock clock;

	private final List<IsolatedListener> listeners;

	private final Map<String, LiveView> views = new ConcurrentHashMap<>();

	private final ScheduledThreadPoolExecutor thread;

	LiveViews(ServiceGroupDriver driver, Duration pollInterval, Clock clock, List<ServiceGroupListener> listeners) {
		this.driver = driver;
		this.pollInterval = pollInterval;
		this.clock = clock;
		this.listeners = listeners.stream().map(IsolatedListener::new).toList();
		this.thread = new ScheduledThreadPoolExecutor(1, Daemons.named("servicegroup-views"));
	}

	/** The group's view, followed from now on. */
	LiveView of(String group) {
		this.driver.checkGroup(group);
		return this.views.computeIfAbsent(group, this::follow);
	}

	private LiveView follow(String group) {
		AtomicBoolean pending = new AtomicBoolean();
		LiveView[] view = new LiveView[1];
		view[0] = new LiveView(group, this.driver, this.clock, () -> lookAgain(view[0], pending), this.listeners);
		try {
			this.thread.scheduleWithFixedDelay(view[0]::refresh, 0, this.pollInterval.toMillis(),
					TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Group '{}' is not followed any more: the application stops", group);
		}
		return view[0];
	}

	/** Pushes that come while one waits for its turn are one. */
	private void lookAgain(LiveView view, AtomicBoolean pending) {
		if (pending.compareAndSet(false, true)) {
			try {
				this.thread.execute(() -> {
					pending.set(false);
					view.refresh();
				});
			}
			catch (RejectedExecutionException ex) {
				logger.debug("A push came after the end");
			}
		}
	}

	/** Has a group that is followed read at once. */
	void refreshSoon(String group) {
		LiveView view = of(group);
		try {
			this.thread.execute(view::refresh);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Nothing is read after the end");
		}
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
		this.thread.shutdown();
		try {
			// A reading under way ends by its deadline; the driver is closed after it.
			this.thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.views.values().forEach(LiveView::close);
		this.listeners.forEach(IsolatedListener::close);
	}

}
