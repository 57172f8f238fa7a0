package io.servicegroup.board;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.servicegroup.LeadershipEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupAPI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Shows a group to browsers as server-sent events. Each browser has its own thread, which
 * reads the current state and sends it if it has changed. A slow browser misses
 * intermediate states, never the latest one, and does not delay other browsers.
 */
public final class Board implements ApplicationListener<ApplicationEvent> {

	private static final Logger logger = LoggerFactory.getLogger(Board.class);

	private static final int MAX_BROWSERS = 200;

	private static final Duration PULSE_INTERVAL = Duration.ofMillis(500);

	private final EventLog log;

	private final GroupReader reader;

	private final ThreadPoolExecutor browsers;

	/**
	 * Creates the board. Starts no thread before the first browser.
	 * @param api the API to read the group from
	 * @param group the group's id
	 * @param links returns the addresses of the endpoints that the page links to,
	 * relative to the page, by the endpoint's id
	 */
	public Board(ServiceGroupAPI api, String group, Supplier<Map<String, String>> links) {
		this.log = new EventLog();
		this.reader = new GroupReader(api, this.log, group, links);
		CustomizableThreadFactory threads = new CustomizableThreadFactory("servicegroup-board-");
		threads.setDaemon(true);
		this.browsers = new ThreadPoolExecutor(0, MAX_BROWSERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads);
	}

	/**
	 * Feeds a browser until it disconnects or the application stops.
	 * @return whether it is fed; {@code false} if there are too many browsers or the
	 * application stops
	 */
	boolean open(Browser browser) {
		try {
			this.browsers.execute(() -> feed(browser));
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	boolean hasRoom() {
		return !this.browsers.isShutdown() && this.browsers.getActiveCount() < MAX_BROWSERS;
	}

	private void feed(Browser browser) {
		try {
			@Nullable GroupState sent = null;
			while (true) {
				GroupState state = this.reader.state();
				if (!state.equals(sent)) {
					browser.send(ServerSentEvent.of("group", state));
					sent = state;
				}
				browser.send(ServerSentEvent.of("pulse", this.reader.pulse()));
				this.log.awaitNews(PULSE_INTERVAL);
			}
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("Stream of a browser ended: the browser is disconnected", ex);
		}
		catch (InterruptedException ex) {
			logger.debug("Stream of a browser ended: the application stops");
		}
		finally {
			browser.complete();
		}
	}

	/**
	 * Notes what happens to the group. Ends all streams before the graceful stop of the
	 * web server, which waits for them.
	 */
	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ContextClosedEvent) {
			this.browsers.shutdownNow();
		}
		if (event instanceof PayloadApplicationEvent<?> published) {
			if (published.getPayload() instanceof MemberEvent change) {
				this.log.on(change);
			}
			if (published.getPayload() instanceof LeadershipEvent change) {
				this.log.on(change);
			}
		}
	}

	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

}
