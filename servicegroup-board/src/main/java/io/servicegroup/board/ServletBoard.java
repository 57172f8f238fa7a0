package io.servicegroup.board;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Serves a board with Web MVC.
 */
public final class ServletBoard {

	private static final Logger logger = LoggerFactory.getLogger(ServletBoard.class);

	/** After the application's own controllers, before its static files. */
	private static final int ORDER = 1;

	/** Spring Security always sets this one, unlike {@code _csrf}. */
	private static final String CSRF_TOKEN = "org.springframework.security.web.csrf.CsrfToken";

	private ServletBoard() {
	}

	/**
	 * Returns the mapping of the page, its files and its stream.
	 * @param board the board
	 * @param path the path of the page
	 * @return the mapping
	 */
	public static HandlerMapping mapping(Board board, String path) {
		BoardPath base = BoardPath.of(path);
		Map<String, HttpRequestHandler> handlers = new LinkedHashMap<>();
		PageFile.all().forEach((name, file) -> handlers.put(base.resolve(name), get((request, response) -> {
			if (file.isPage()) {
				board.prepare(request.getParameter(PageFile.GROUP));
			}
			PageFile.HEADERS.forEach(response::setHeader);
			if (!new ServletWebRequest(request, response).checkNotModified(file.etag())) {
				response.setContentType(file.type());
				response.setContentLength(file.content().length);
				response.getOutputStream().write(file.content());
			}
		})));
		handlers.put(base.resolve(PageFile.STREAM), get((request, response) -> stream(board, request, response)));
		handlers.put(base.resolve(PageFile.CSRF), json((request) -> BoardJson.csrf(request.getAttribute(CSRF_TOKEN))));
		handlers.put(base.resolve(PageFile.TIME_LINE), json(
				(request) -> group(board, request).json(request.getParameter("from"), request.getParameter("to"))));
		handlers.put(base.resolve(PageFile.UP_AT),
				json((request) -> group(board, request).upAt(request.getParameter("time"))));
		if (!base.isRoot()) {
			handlers.put(base.withoutSlash(),
					get((request, response) -> response.sendRedirect(request.getRequestURI() + "/")));
		}
		return new SimpleUrlHandlerMapping(handlers, ORDER);
	}

	private static TimeLineFeed group(Board board, HttpServletRequest request) {
		GroupBoard group = board.of(request.getParameter(PageFile.GROUP));
		return (group != null) ? group.timeLine() : TimeLineFeed.UNKNOWN;
	}

	private static HttpRequestHandler get(HttpRequestHandler handler) {
		return (request, response) -> {
			if (!HttpMethod.GET.matches(request.getMethod()) && !HttpMethod.HEAD.matches(request.getMethod())) {
				throw new HttpRequestMethodNotSupportedException(request.getMethod(), List.of("GET", "HEAD"));
			}
			handler.handleRequest(request, response);
		};
	}

	private static HttpRequestHandler json(Function<HttpServletRequest, byte[]> json) {
		return get((request, response) -> {
			PageFile.STREAM_HEADERS.forEach(response::setHeader);
			response.setContentType(MediaType.APPLICATION_JSON_VALUE);
			response.getOutputStream().write(json.apply(request));
		});
	}

	private static void stream(Board board, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		PageFile.STREAM_HEADERS.forEach(response::setHeader);
		response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			return;
		}
		GroupBoard group = board.of(request.getParameter(PageFile.GROUP));
		if (group == null) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
			return;
		}
		if (!board.hasRoom()) {
			response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
			return;
		}
		// Filters add their headers here, not on the thread that writes the stream.
		response.flushBuffer();
		AsyncContext async = request.startAsync();
		async.setTimeout(0);
		if (!board.open(group, new AsyncBrowser(async), lastEventId(request))) {
			async.complete();
		}
	}

	/**
	 * A browser resumes by the header; a page that reconnects itself, by the parameter.
	 */
	private static @Nullable String lastEventId(HttpServletRequest request) {
		String header = request.getHeader("Last-Event-ID");
		return (header != null) ? header : request.getParameter("last");
	}

	/** A browser whose response is written by a thread of its own. */
	private record AsyncBrowser(AsyncContext async) implements Browser {

		@Override
		public void send(byte[] bytes) throws IOException {
			ServletOutputStream output = this.async.getResponse().getOutputStream();
			output.write(bytes);
			output.flush();
		}

		@Override
		public void complete() {
			try {
				this.async.complete();
			}
			catch (IllegalStateException ex) {
				logger.debug("The response is complete already", ex);
			}
		}

	}

}
