package io.servicegroup.board;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.servicegroup.LeadershipEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.CoordinationInterruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Shows groups to browsers as server-sent events. What they are sent is computed once for
 * all of them. Each browser has its own thread, which mostly waits. A slow browser misses
 * intermediate states, never the latest one, and does not delay other browsers.
 */
public final class Board implements ApplicationListener<ApplicationEvent>, ApplicationContextAware, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(Board.class);

	private static final int MAX_BROWSERS = 200;

	private static final int MAX_GROUPS = 50;

	private static final Duration INTERVAL = Duration.ofMillis(400);

	private final String group;

	private final GroupIndex index;

	private final PageFacts page;

	/**
	 * The groups that are shown, by id. Only this application's own has a board at first.
	 */
	private final Map<String, GroupBoard> groups = new ConcurrentHashMap<>();

	private final @Nullable Histories histories;

	private final ServiceGroupAPI api;

	private final HeartbeatAges heartbeats = new HeartbeatAges();

	private final ThreadPoolExecutor browsers;

	private final Thread watch;

	private @Nullable ApplicationContext context;

	/**
	 * Creates the board.
	 * @param api the API to read the groups from
	 * @param group the id of the group that the page shows first
	 * @param links returns the addresses of the endpoints that the page links to,
	 * relative to the page, by the endpoint's id
	 * @param acts returns whether the endpoint sets switches
	 * @param histories keep the events of the groups that are joined, or {@code null};
	 * closed with the application
	 */
	public Board(ServiceGroupAPI api, String group, Supplier<Map<String, String>> links, BooleanSupplier acts,
			@Nullable Histories histories) {
		this.api = api;
		this.histories = histories;
		this.group = group;
		this.index = new GroupIndex(api);
		this.page = new PageFacts(links, acts, this.index::json);
		this.groups.put(group,
				new GroupBoard(api, group, this.page, this.heartbeats, (histories != null) ? histories.own() : null));
		CustomizableThreadFactory threads = new CustomizableThreadFactory("servicegroup-board-");
		threads.setDaemon(true);
		this.browsers = new ThreadPoolExecutor(0, MAX_BROWSERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads);
		this.watch = new Thread(this::watch, "servicegroup-board-watch");
		this.watch.setDaemon(true);
	}

	/**
	 * Returns the board of a group. Makes no call. A group that is known, but not shown
	 * before, is followed from now on.
	 * @param asked the group's id, or {@code null} for this application's own
	 * @return the board, or {@code null} if there is no such group, or too many are shown
	 */
	@Nullable GroupBoard of(@Nullable String asked) {
		String id = (asked != null) ? asked : this.group;
		GroupBoard shown = this.groups.get(id);
		// The watch opens files: requests do not wait for that.
		return (shown != null || isKept(id) || !this.index.has(id)) ? shown : add(id, null);
	}

	/** Returns whether the events of a group are kept in a file. */
	private boolean isKept(String id) {
		return this.histories != null && this.api.getStatus().groups().contains(id);
	}

	/** Follows the groups that are joined, so that their events are kept. */
	private void keep(Histories files) {
		for (String id : this.api.getStatus().groups()) {
			if (!this.groups.containsKey(id) && this.groups.size() < MAX_GROUPS) {
				add(id, files.of(id));
			}
		}
	}

	private @Nullable GroupBoard add(String id, @Nullable History history) {
		GroupBoard added = new GroupBoard(this.api, id, this.page, this.heartbeats, history);
		GroupBoard shown;
		synchronized (this) {
			shown = this.groups.get(id);
			if (shown == null && this.groups.size() < MAX_GROUPS && !this.browsers.isShutdown()) {
				added.start();
				this.groups.put(id, added);
				return added;
			}
		}
		added.stop();
		return shown;
	}

	/**
	 * Feeds a browser until it disconnects or the application stops.
	 * @param group the board of the group that it shows
	 * @param lastEventId the id of the last event that the browser has seen, or
	 * {@code null}
	 * @return whether it is fed; {@code false} if there are too many browsers or the
	 * application stops
	 */
	boolean open(GroupBoard group, Browser browser, @Nullable String lastEventId) {
		try {
			this.browsers.execute(() -> feed(group, browser, lastEventId));
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/**
	 * Computes what a browser will be sent that has asked for the page, while it loads
	 * the page's files. Does not wait for that.
	 * @param asked the id of the group that it shows, or {@code null} for this
	 * application's own
	 */
	void prepare(@Nullable String asked) {
		GroupBoard shown = of(asked);
		if (shown != null && hasRoom()) {
			try {
				this.browsers.execute(() -> prepare(shown));
			}
			catch (RejectedExecutionException ex) {
				logger.debug("Too many browsers, or the application stops: the group is not prepared", ex);
			}
		}
	}

	private static void prepare(GroupBoard group) {
		try {
			group.feed().prepare();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The group cannot be prepared: the stream of the browser says why", ex);
		}
	}

	boolean hasRoom() {
		return !this.browsers.isShutdown() && this.browsers.getActiveCount() < MAX_BROWSERS;
	}

	private void feed(GroupBoard group, Browser browser, @Nullable String lastEventId) {
		try {
			BoardFeed.Cursor cursor = group.feed().resume(lastEventId);
			while (true) {
				BoardFeed.Update update = group.feed().next(cursor);
				for (byte[] message : update.messages()) {
					browser.send(message);
				}
				cursor = update.cursor();
				if (!cursor.needsOthers()) {
					group.log().awaitNews(cursor.event(), INTERVAL);
				}
				// Events that come together are computed together. The browser draws the
				// first rows before the others come.
				TimeUnit.MILLISECONDS.sleep(BoardFeed.MIN_INTERVAL.toMillis());
			}
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("Stream of a browser ended: the browser is disconnected", ex);
		}
		catch (InterruptedException ex) {
			logger.debug("Stream of a browser ended: the application stops");
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("Stream of a browser ended: the group cannot be shown; the browser retries", ex);
		}
		finally {
			browser.complete();
		}
	}

	/** Nothing but the end of the application ends the watch. */
	private void watch() {
		try {
			while (true) {
				look();
				TimeUnit.SECONDS.sleep(1);
			}
		}
		catch (InterruptedException | CoordinationInterruptedException ex) {
			logger.debug("The board no longer looks for outages: the application stops");
		}
	}

	private void look() {
		this.groups.values().forEach(GroupBoard::look);
		try {
			if (this.histories != null) {
				keep(this.histories);
			}
			this.heartbeats.note(Instant.now(), this.api.getStatus().lastHeartbeat());
			this.index.look(this.browsers.getActiveCount() > 0);
		}
		catch (CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			logger.debug("The board cannot list the groups; it looks again in a second", ex);
		}
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Notes what happens to the groups. Ends all streams before the graceful stop of the
	 * web server, which waits for them. A child context that is closed ends none.
	 */
	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ContextClosedEvent closed && closed.getApplicationContext().equals(this.context)) {
			destroy();
		}
		if (event instanceof ContextRefreshedEvent refreshed && refreshed.getApplicationContext().equals(this.context)
				&& this.watch.getState() == Thread.State.NEW) {
			this.groups.values().forEach(GroupBoard::start);
			this.watch.start();
		}
		if (event instanceof PayloadApplicationEvent<?> published
				&& published.getPayload() instanceof LeadershipEvent change) {
			this.groups.values().forEach((board) -> board.on(change));
		}
	}

	/** Ends the streams and closes the history. Idempotent. */
	@Override
	public void destroy() {
		this.browsers.shutdownNow();
		this.watch.interrupt();
		this.groups.values().forEach(GroupBoard::stop);
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

}
