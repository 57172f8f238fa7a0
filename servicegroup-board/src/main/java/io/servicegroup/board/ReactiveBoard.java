package io.servicegroup.board;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves a board with WebFlux.
 */
public final class ReactiveBoard {

	/** After the application's own controllers, before its static files. */
	private static final int ORDER = 1;

	private ReactiveBoard() {
	}

	/**
	 * Returns the mapping of the page, its files and its stream.
	 * @param board the board
	 * @param path the path of the page
	 * @return the mapping
	 */
	public static HandlerMapping mapping(Board board, String path) {
		BoardPath base = BoardPath.of(path);
		Map<String, WebHandler> handlers = new LinkedHashMap<>();
		PageFile.all()
			.forEach((name, file) -> handlers.put(base.resolve(name), get((exchange) -> serve(board, file, exchange))));
		handlers.put(base.resolve(PageFile.STREAM), get((exchange) -> stream(board, exchange)));
		handlers.put(base.resolve(PageFile.CSRF), get((exchange) -> json(exchange, csrf(exchange))));
		handlers.put(base.resolve(PageFile.TIME_LINE),
				get((exchange) -> json(exchange, Mono.fromSupplier(() -> timeLine(board, exchange)))));
		handlers.put(base.resolve(PageFile.UP_AT), get((exchange) -> json(exchange, Mono.fromSupplier(
				() -> group(board, exchange).upAt(exchange.getRequest().getQueryParams().getFirst("time"))))));
		if (!base.isRoot()) {
			handlers.put(base.withoutSlash(), get(ReactiveBoard::redirect));
		}
		return new SimpleUrlHandlerMapping(handlers, ORDER);
	}

	private static byte[] timeLine(Board board, ServerWebExchange exchange) {
		MultiValueMap<String, String> parameters = exchange.getRequest().getQueryParams();
		return group(board, exchange).json(parameters.getFirst("from"), parameters.getFirst("to"));
	}

	private static TimeLineFeed group(Board board, ServerWebExchange exchange) {
		GroupBoard group = board.of(exchange.getRequest().getQueryParams().getFirst(PageFile.GROUP));
		return (group != null) ? group.timeLine() : TimeLineFeed.UNKNOWN;
	}

	private static WebHandler get(WebHandler handler) {
		return (exchange) -> {
			HttpMethod method = exchange.getRequest().getMethod();
			if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
				return Mono.error(new MethodNotAllowedException(method, Set.of(HttpMethod.GET, HttpMethod.HEAD)));
			}
			return handler.handle(exchange);
		};
	}

	private static Mono<Void> serve(Board board, PageFile file, ServerWebExchange exchange) {
		if (file.isPage()) {
			board.prepare(exchange.getRequest().getQueryParams().getFirst(PageFile.GROUP));
		}
		ServerHttpResponse response = exchange.getResponse();
		PageFile.HEADERS.forEach(response.getHeaders()::set);
		if (exchange.checkNotModified(file.etag(), Instant.MIN)) {
			return response.setComplete();
		}
		response.getHeaders().setContentType(MediaType.parseMediaType(file.type()));
		response.getHeaders().setContentLength(file.content().length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(file.content())));
	}

	private static Mono<Void> redirect(ServerWebExchange exchange) {
		exchange.getResponse().setStatusCode(HttpStatus.FOUND);
		exchange.getResponse().getHeaders().setLocation(URI.create(exchange.getRequest().getURI().getRawPath() + "/"));
		return exchange.getResponse().setComplete();
	}

	private static Mono<byte[]> csrf(ServerWebExchange exchange) {
		Object token = exchange.getAttribute("org.springframework.security.web.server.csrf.CsrfToken");
		Mono<byte[]> json = (token instanceof Mono<?> deferred) ? deferred.map(BoardJson::csrf) : Mono.empty();
		return json.switchIfEmpty(Mono.fromSupplier(() -> BoardJson.csrf(null)));
	}

	private static Mono<Void> json(ServerWebExchange exchange, Mono<byte[]> json) {
		ServerHttpResponse response = exchange.getResponse();
		PageFile.STREAM_HEADERS.forEach(response.getHeaders()::set);
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		return response.writeWith(json.map(response.bufferFactory()::wrap));
	}

	private static Mono<Void> stream(Board board, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		PageFile.STREAM_HEADERS.forEach(response.getHeaders()::set);
		response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
		if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
			return response.setComplete();
		}
		GroupBoard group = board.of(exchange.getRequest().getQueryParams().getFirst(PageFile.GROUP));
		if (group == null) {
			response.setStatusCode(HttpStatus.NOT_FOUND);
			return response.setComplete();
		}
		if (!board.hasRoom()) {
			response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
			return response.setComplete();
		}
		Flux<DataBuffer> events = Flux.create((sink) -> {
			if (!board.open(group, new SinkBrowser(sink), lastEventId(exchange))) {
				sink.complete();
			}
		}, FluxSink.OverflowStrategy.ERROR);
		return response.writeAndFlushWith(events.map(Mono::just));
	}

	/**
	 * A browser resumes by the header; a page that reconnects itself, by the parameter.
	 */
	private static @Nullable String lastEventId(ServerWebExchange exchange) {
		String header = exchange.getRequest().getHeaders().getFirst("Last-Event-ID");
		return (header != null) ? header : exchange.getRequest().getQueryParams().getFirst("last");
	}

	/** A browser whose connection asks for each event. */
	private static final class SinkBrowser implements Browser {

		private static final int MANY = 1 << 20;

		private final FluxSink<DataBuffer> sink;

		private final Semaphore demand = new Semaphore(0);

		private volatile boolean unbounded;

		SinkBrowser(FluxSink<DataBuffer> sink) {
			this.sink = sink;
			sink.onRequest(this::request);
		}

		private void request(long number) {
			this.unbounded |= number == Long.MAX_VALUE;
			this.demand.release((int) Math.min(number, MANY));
		}

		@Override
		public void send(byte[] bytes) throws IOException, InterruptedException {
			while (!this.unbounded && !this.demand.tryAcquire(1, TimeUnit.SECONDS)) {
				check();
			}
			check();
			this.sink.next(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
		}

		private void check() throws IOException {
			if (this.sink.isCancelled()) {
				throw new IOException("The browser is disconnected");
			}
		}

		@Override
		public void complete() {
			this.sink.complete();
		}

	}

}
