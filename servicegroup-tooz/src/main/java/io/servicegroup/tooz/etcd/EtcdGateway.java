package io.servicegroup.tooz.etcd;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.AnswerDeadline;
import io.servicegroup.tooz.spi.AnswerDeadline.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A client of etcd's JSON gateway. Each call is a POST request and has a deadline, which
 * counts from the last bytes of its answer. Calls at the same time use connections of
 * their own, so that none waits for the answer to another. Thread-safe.
 */
final class EtcdGateway implements AutoCloseable {

	static final int DEFAULT_PORT = 2379;

	/** The call that reads. */
	static final String RANGE = "kv/range";

	/** The call that reads and writes several keys. */
	static final String TXN = "kv/txn";

	/** Enough for some hundred thousand members. */
	private static final long MAX_RESPONSE_BYTES = 64L << 20;

	/**
	 * etcd's gateway reads the first part of a request in one piece. It may discard the
	 * rest when it begins to answer.
	 */
	static final int MAX_STREAM_BYTES = 512;

	private final JsonMapper json = new JsonMapper();

	private final String path;

	private final EtcdAddresses addresses;

	private final Duration deadline;

	private final EtcdErrors errors;

	private final EtcdLogin login;

	private final CurrentClient<HttpClient> clients;

	private volatile boolean responsive;

	/** When bytes of an answer to a read last arrived. */
	private volatile long lastRead = System.nanoTime();

	private final AtomicLong connectionLosses = new AtomicLong();

	EtcdGateway(ToozUrl url, Duration deadline) {
		ToozUrl.Host host = url.hosts().get(0);
		String address = host.withPort(DEFAULT_PORT).toString();
		this.path = "/" + Objects.requireNonNullElse(url.option("api_version"), "v3") + "/";
		this.addresses = new EtcdAddresses(url.scheme().substring("etcd3+".length()), host.withPort(DEFAULT_PORT));
		this.deadline = deadline;
		this.errors = new EtcdErrors("etcd at " + address, deadline);
		this.login = new EtcdLogin(url, deadline,
				(operation, body) -> call(operation, List.of(body), null, false).get(0));
		TlsMaterial material = url.tlsMaterial();
		this.clients = new CurrentClient<>(() -> HttpClients.create(url, deadline),
				() -> (material != null) ? material.version() : this, HttpClients::close);
		if (EtcdUrls.TLS.areIn(url)) {
			// Reports files that cannot be used now instead of with the first call.
			this.clients.use().close();
		}
	}

	/**
	 * Makes a call.
	 * @param operation the path after the API version, such as {@code kv/range}
	 * @param body the request
	 * @return the response
	 * @throws EtcdStatusException if the server refused the request
	 */
	JsonNode call(String operation, Map<String, ?> body) {
		return this.login.call((token) -> call(operation, List.of(body), token, operation.equals(RANGE))).get(0);
	}

	/** Makes a transaction that only reads. Counts as a read for {@link #silence()}. */
	JsonNode read(EtcdTxn txn) {
		return this.login.call((token) -> call(TXN, List.of(txn.body()), token, true)).get(0);
	}

	/**
	 * Makes a call with several messages in one request.
	 * @param operation the path of a streaming call
	 * @param messages the messages; together at most {@link #MAX_STREAM_BYTES} bytes
	 * @return the answers to the first messages, possibly not to all
	 */
	List<JsonNode> stream(String operation, List<? extends Map<String, ?>> messages) {
		return this.login.call((token) -> call(operation, messages, token, false));
	}

	private List<JsonNode> call(String operation, List<? extends Map<String, ?>> messages, @Nullable String token,
			boolean read) {
		AtomicLong lastBytes = new AtomicLong(System.nanoTime());
		BoundedBody body = new BoundedBody(MAX_RESPONSE_BYTES, () -> arrived(read, lastBytes));
		HttpResponse<byte[]> response = send(operation, messages, token, (info) -> body,
				() -> System.nanoTime() - lastBytes.get());
		List<JsonNode> answers = read(response, operation);
		for (JsonNode answer : answers) {
			if (answer.has("error")) {
				throw this.errors.ofResponse(answer.get("error").isObject() ? answer.get("error") : answer);
			}
		}
		if (response.statusCode() != 200) {
			throw this.errors.unexpectedResponse(response.statusCode(), this.path + operation, null);
		}
		return answers;
	}

	private void arrived(boolean read, AtomicLong lastBytes) {
		long now = System.nanoTime();
		lastBytes.set(now);
		if (read) {
			this.lastRead = now;
		}
	}

	/** Returns the time since bytes of an answer to a read arrived, in nanoseconds. */
	long silence() {
		return System.nanoTime() - this.lastRead;
	}

	private List<JsonNode> read(HttpResponse<byte[]> response, String operation) {
		try (MappingIterator<JsonNode> answers = this.json.readerFor(JsonNode.class).readValues(response.body())) {
			List<JsonNode> all = answers.readAll();
			return all.isEmpty() ? List.of(MissingNode.getInstance()) : all;
		}
		catch (JacksonException ex) {
			throw this.errors.unexpectedResponse(response.statusCode(), this.path + operation, ex);
		}
	}

	/**
	 * Makes calls in parallel.
	 * @return the results in the order of the calls
	 */
	<T> List<T> inParallel(List<Callable<T>> calls) {
		try {
			return HttpClients.inParallel(calls);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof CoordinationException failure) ? failure
					: this.errors.unreachable(Objects.requireNonNullElse(ex.getCause(), ex));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw this.errors.interrupted(ex);
		}
	}

	/**
	 * Makes a call with a streaming response. Returns when the response has begun.
	 * @param operation the path after the API version
	 * @param body the request
	 * @param stream receives the response until it is closed
	 */
	void open(String operation, Map<String, ?> body, EtcdStream stream) {
		HttpResponse<Boolean> response = this.login
			.call((token) -> send(operation, List.of(body), token, (info) -> stream, () -> Long.MAX_VALUE));
		if (response.statusCode() != 200) {
			stream.close();
			throw this.errors.unexpectedResponse(response.statusCode(), this.path + operation, null);
		}
	}

	private <T> HttpResponse<T> send(String operation, List<? extends Map<String, ?>> messages, @Nullable String token,
			BodyHandler<T> handler, LongSupplier silence) {
		byte[] body = bytes(messages);
		try (CurrentClient<HttpClient>.Use used = this.clients.use()) {
			return await(
					HttpClients.submit(() -> this.addresses
						.connecting((base) -> used.client().send(request(base, operation, body, token), handler))),
					silence);
		}
	}

	private <T> HttpResponse<T> await(Future<HttpResponse<T>> response, LongSupplier silence) {
		try {
			if (!new AnswerDeadline(this.deadline, silence).await(Answer.of(response))) {
				throw failed(response, new TimeoutException());
			}
			HttpResponse<T> answered = response.get();
			this.responsive = true;
			return answered;
		}
		catch (ExecutionException | InterruptedException ex) {
			throw failed(response, ex);
		}
	}

	private byte[] bytes(List<? extends Map<String, ?>> messages) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		messages.forEach((message) -> bytes.writeBytes(this.json.writeValueAsBytes(message)));
		return bytes.toByteArray();
	}

	private HttpRequest request(String base, String operation, byte[] body, @Nullable String token) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + this.path + operation))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArray(body));
		return ((token != null) ? request.header("Authorization", token) : request).build();
	}

	/**
	 * Cancels the request and returns the exception to throw. Also closes the request's
	 * connection, which may be dead.
	 */
	private CoordinationException failed(Future<?> response, Exception ex) {
		response.cancel(true);
		if (ex instanceof InterruptedException) {
			Thread.currentThread().interrupt();
			return this.errors.interrupted(ex);
		}
		this.responsive = false;
		connectionLost();
		return (ex instanceof TimeoutException) ? this.errors.timeout(ex)
				: this.errors.unreachable(Objects.requireNonNullElse(ex.getCause(), ex));
	}

	/** Notes that a call failed, or that a stream ended. */
	void connectionLost() {
		this.connectionLosses.incrementAndGet();
	}

	/**
	 * Returns how often a connection was lost. As long as the number does not change, the
	 * server has not been replaced by one with other data.
	 */
	long connectionLosses() {
		return this.connectionLosses.get();
	}

	/** Returns whether the last call got an answer. */
	boolean isResponsive() {
		return this.responsive;
	}

	/**
	 * Closes the connections. Later calls still work, see {@link CurrentClient#use()}.
	 */
	@Override
	public void close() {
		this.clients.close();
	}

}
