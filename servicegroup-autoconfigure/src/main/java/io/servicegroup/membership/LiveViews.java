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
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.Daemons;
import io.servicegroup.tooz.IsolatedListener;
import io.servicegroup.tooz.Rounds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live views, one a group that somebody asked for, refreshed on one thread by poll
 * and by push.
 */
final class LiveViews implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LiveViews.class);

	private static final Duration PATIENCE = Duration.ofMillis(500);

	private final ServiceGroupDriver driver;

	private final Duration pollInterval;

	private final Clock clock;

	private final List<IsolatedListener<MemberEvent>> listeners;

	private final Map<String, LiveView> views = new ConcurrentHashMap<>();

	private final ScheduledThreadPoolExecutor thread;

	LiveViews(ServiceGroupDriver driver, Duration pollInterval, Clock clock, List<ServiceGroupListener> listeners) {
		this.driver = driver;
		this.pollInterval = pollInterval;
		this.clock = clock;
		this.listeners = listeners.stream()
			.map((listener) -> new IsolatedListener<MemberEvent>(listener, listener::onMemberEvent))
			.toList();
		this.thread = new ScheduledThreadPoolExecutor(1, Daemons.named("servicegroup-views"));
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/** The group's view, followed from now on. */
	LiveView of(String group) {
		// A look-up, for nearly every call: who asks whether a service is up may ask
		// often.
		LiveView view = this.views.get(group);
		if (view == null) {
			this.driver.checkGroup(group);
			view = this.views.computeIfAbsent(group, this::follow);
		}
		return view;
	}

	/** The group's view if it is followed; begins nothing. */
	@Nullable LiveView peek(String group) {
		return this.views.get(group);
	}

	private LiveView follow(String group) {
		Readings readings = new Readings();
		LiveView view = new LiveView(group, this.driver, this.clock, System::nanoTime, readings, this.listeners);
		readings.view = view;
		try {
			// First: a poll that is scheduled without a thread would come beside a later
			// one.
			this.thread.prestartCoreThread();
			this.thread.scheduleWithFixedDelay(Rounds.surviving("group '" + group + "'", readings), 0,
					this.pollInterval.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Group '{}' is not followed any more: the application stops", group);
		}
		return view;
	}

	/**
	 * When a view is read again: by the poll, at once on a push, and soon in trouble.
	 * Pushes that come while one waits for its turn are one.
	 */
	private final class Readings implements Runnable, LiveView.Readings {

		private final AtomicBoolean pushed = new AtomicBoolean();

		private final AtomicBoolean soon = new AtomicBoolean();

		private volatile @Nullable LiveView view;

		@Override
		public void run() {
			LiveView read = this.view;
			if (read != null) {
				read.refresh();
			}
		}

		@Override
		public void atOnce() {
			schedule(this.pushed, 0);
		}

		@Override
		public Duration interval() {
			return LiveViews.this.pollInterval;
		}

		@Override
		public void soon() {
			schedule(this.soon, LiveViews.this.pollInterval.toMillis() / 4);
		}

		private void schedule(AtomicBoolean pending, long delay) {
			if (pending.compareAndSet(false, true)) {
				try {
					LiveViews.this.thread.schedule(() -> {
						pending.set(false);
						run();
					}, delay, TimeUnit.MILLISECONDS);
				}
				catch (RejectedExecutionException ex) {
					logger.debug("Nothing is read after the end");
				}
				catch (Throwable ex) {
					// This push is lost; the poll comes, and the next push shall get
					// through.
					pending.set(false);
					throw ex;
				}
			}
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
		this.thread.shutdown();
		try {
			// A reading under way is let finish, unless the store does not answer.
			if (!this.thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				this.thread.shutdownNow();
				this.thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.views.values().forEach(LiveView::close);
		this.listeners.forEach(IsolatedListener::close);
	}

}
