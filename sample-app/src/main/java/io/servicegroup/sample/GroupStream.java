package io.servicegroup.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the group as server-sent events. Each browser has its own thread, which reads the
 * current state and sends it if it has changed. A slow browser misses intermediate
 * states, never the latest one, and does not delay other browsers.
 */
@RestController
class GroupStream {

	private static final Logger logger = LoggerFactory.getLogger(GroupStream.class);

	private static final int MAX_BROWSERS = 200;

	private static final Duration PULSE_INTERVAL = Duration.ofMillis(500);

	private final GroupReader reader;

	private final EventLog log;

	private final ExecutorService browsers;

	GroupStream(GroupReader reader, EventLog log) {
		this.reader = reader;
		this.log = log;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("browser-");
		threads.setDaemon(true);
		this.browsers = new ThreadPoolExecutor(0, MAX_BROWSERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads);
	}

	@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter stream(HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("X-Accel-Buffering", "no");
		SseEmitter browser = new SseEmitter(0L);
		this.browsers.execute(() -> feed(browser));
		return browser;
	}

	private void feed(SseEmitter browser) {
		try {
			@Nullable GroupState sent = null;
			while (true) {
				GroupState state = this.reader.state();
				if (!state.equals(sent)) {
					send(browser, "group", state);
					sent = state;
				}
				send(browser, "pulse", this.reader.pulse());
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

	private void send(SseEmitter browser, String name, Object data) throws IOException {
		browser.send(SseEmitter.event().name(name).data(data, MediaType.APPLICATION_JSON));
	}

	/** Rejects a stream if there are too many browsers or the application stops. */
	@ExceptionHandler(RejectedExecutionException.class)
	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	void reject() {
	}

	/**
	 * Ends all streams before the graceful stop of the web server, which waits for them.
	 */
	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.browsers.shutdownNow();
	}

}
