package io.servicegroup.board;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.servicegroup.LeadershipEvent;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Shows a group to browsers as server-sent events. What they are sent is computed once
 * for all of them. Each browser has its own thread, which mostly waits. A slow browser
 * misses intermediate states, never the latest one, and does not delay other browsers.
 */
public final class Board implements ApplicationListener<ApplicationEvent>, ApplicationContextAware {

	private static final Logger logger = LoggerFactory.getLogger(Board.class);

	private static final int MAX_BROWSERS = 200;

	private static final int MAX_LOG_BYTES = 4 << 20;

	private static final Duration INTERVAL = Duration.ofMillis(400);

	private final EventLog log;

	private final StateReader reader;

	private final BoardFeed feed;

	private final BoardHistory history;

	private final ThreadPoolExecutor browsers;

	private final Thread outages;

	private @Nullable ApplicationContext context;

	/**
	 * Creates the board.
	 * @param api the API to read the group from
	 * @param group the group's id
	 * @param links returns the addresses of the endpoints that the page links to,
	 * relative to the page, by the endpoint's id
	 * @param acts returns whether the endpoint sets switches
	 */
	public Board(ServiceGroupAPI api, String group, Supplier<Map<String, String>> links, BooleanSupplier acts) {
		this.log = new EventLog(group, MAX_LOG_BYTES);
		this.history = new BoardHistory(this.log);
		this.reader = new StateReader(api, this.log, group, links, acts);
		this.feed = new BoardFeed(this.reader, this.log);
		CustomizableThreadFactory threads = new CustomizableThreadFactory("servicegroup-board-");
		threads.setDaemon(true);
		this.browsers = new ThreadPoolExecutor(0, MAX_BROWSERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads);
		this.outages = new Thread(new OutageWatch(() -> this.history.look(api.getStatus(), group), this.log),
				"servicegroup-board-watch");
		this.outages.setDaemon(true);
	}

	/**
	 * Feeds a browser until it disconnects or the application stops.
	 * @param lastEventId the id of the last event that the browser has seen, or
	 * {@code null}
	 * @return whether it is fed; {@code false} if there are too many browsers or the
	 * application stops
	 */
	boolean open(Browser browser, @Nullable String lastEventId) {
		try {
			this.browsers.execute(() -> feed(browser, lastEventId));
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/** Returns how many members were up, and how old heartbeats were, as JSON. */
	byte[] timeLine(@Nullable String from, @Nullable String to) {
		return this.history.timeLine(from, to);
	}

	/** Returns who was up at a time, as JSON. */
	byte[] upAt(@Nullable String time) {
		return this.history.upAt(time);
	}

	boolean hasRoom() {
		return !this.browsers.isShutdown() && this.browsers.getActiveCount() < MAX_BROWSERS;
	}

	private void feed(Browser browser, @Nullable String lastEventId) {
		try {
			BoardFeed.Cursor cursor = this.feed.resume(lastEventId);
			while (true) {
				BoardFeed.Update update = this.feed.next(cursor);
				for (byte[] message : update.messages()) {
					browser.send(message);
				}
				cursor = update.cursor();
				this.log.awaitNews(cursor.event(), INTERVAL);
				// Events that come together are computed together.
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

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Notes what happens to the group. Ends all streams before the graceful stop of the
	 * web server, which waits for them. A child context that is closed ends none.
	 */
	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ContextClosedEvent closed && closed.getApplicationContext().equals(this.context)) {
			this.browsers.shutdownNow();
			this.outages.interrupt();
		}
		if (event instanceof ContextRefreshedEvent refreshed
				&& refreshed.getApplicationContext().equals(this.context)) {
			startWatch();
		}
		if (event instanceof PayloadApplicationEvent<?> published) {
			if (published.getPayload() instanceof LeadershipEvent change) {
				this.log.on(change);
			}
		}
	}

	private void startWatch() {
		if (this.outages.getState() == Thread.State.NEW) {
			this.reader.follow();
			this.outages.start();
		}
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

}
