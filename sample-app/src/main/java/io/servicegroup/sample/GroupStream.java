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
 * The group as server-sent events. Each browser has a thread that reads the present state
 * and sends what differs from what it has sent: a browser that does not keep up misses
 * steps between, never the outcome, and holds up no other.
 */
@RestController
class GroupStream {

	private static final Logger logger = LoggerFactory.getLogger(GroupStream.class);

	private static final int MOST_BROWSERS = 200;

	private static final Duration PULSE = Duration.ofMillis(500);

	private final GroupReader reader;

	private final EventLog log;

	private final ExecutorService browsers;

	GroupStream(GroupReader reader, EventLog log) {
		this.reader = reader;
		this.log = log;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("browser-");
		threads.setDaemon(true);
		this.browsers = new ThreadPoolExecutor(0, MOST_BROWSERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
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
				this.log.awaitNews(PULSE);
			}
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("A browser has gone", ex);
		}
		catch (InterruptedException ex) {
			logger.debug("The application stops");
		}
		finally {
			browser.complete();
		}
	}

	private void send(SseEmitter browser, String name, Object data) throws IOException {
		browser.send(SseEmitter.event().name(name).data(data, MediaType.APPLICATION_JSON));
	}

	/** Too many browsers, or the application stops. */
	@ExceptionHandler(RejectedExecutionException.class)
	@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
	void refuse() {
	}

	/** Before the web server stops gracefully, which waits for every open stream. */
	@EventListener(ContextClosedEvent.class)
	void stop() {
		this.browsers.shutdownNow();
	}

}
