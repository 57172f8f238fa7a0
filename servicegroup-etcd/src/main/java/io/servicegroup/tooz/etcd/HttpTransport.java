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
 * Calls etcd's JSON gateway. Each call is a POST request. Calls at the same time use
 * connections of their own, so that none waits for the answer to another. Thread-safe.
 */
final class HttpTransport implements EtcdTransport {

	/** Enough for some hundred thousand members. */
	static final int MAX_RESPONSE_BYTES = 64 << 20;

	private final JsonMapper json = new JsonMapper();

	private final String path;

	private final EtcdAddresses addresses;

	private final Duration deadline;

	private final EtcdErrors errors;

	private final EtcdTraffic traffic;

	private final CurrentClient<HttpClient> clients;

	HttpTransport(ToozUrl url, Duration deadline, EtcdErrors errors, EtcdTraffic traffic) {
		ToozUrl.Host host = url.hosts().get(0).withPort(EtcdClient.DEFAULT_PORT);
		this.path = "/" + Objects.requireNonNullElse(url.option("api_version"), "v3") + "/";
		this.addresses = new EtcdAddresses(url.scheme().substring("etcd3+".length()), host);
		this.deadline = deadline;
		this.errors = errors;
		this.traffic = traffic;
		TlsMaterial material = url.tlsMaterial();
		this.clients = new CurrentClient<>(() -> HttpClients.create(url, deadline),
				() -> (material != null) ? material.version() : this, HttpClients::close);
	}

	@Override
	public EtcdCall<List<EtcdAnswer>> send(EtcdRequest request) {
		AtomicLong lastBytes = new AtomicLong(System.nanoTime());
		BoundedBody body = new BoundedBody(MAX_RESPONSE_BYTES, () -> arrived(request.read(), lastBytes));
		Future<HttpResponse<byte[]>> sent = submit(request, (info) -> body);
		return new EtcdCall<>() {
			@Override
			public List<EtcdAnswer> await() {
				return answers(HttpTransport.this.await(sent, () -> System.nanoTime() - lastBytes.get()),
						request.operation());
			}

			@Override
			public void cancel() {
				sent.cancel(true);
			}
		};
	}

	private void arrived(boolean read, AtomicLong lastBytes) {
		lastBytes.set(System.nanoTime());
		this.traffic.arrived(read);
	}

	private List<EtcdAnswer> answers(HttpResponse<byte[]> response, String operation) {
		List<JsonNode> answers = read(response, operation);
		for (JsonNode answer : answers) {
			if (answer.has("error")) {
				throw this.errors.ofResponse(answer.get("error").isObject() ? answer.get("error") : answer);
			}
		}
		if (response.statusCode() != 200) {
			throw this.errors.unexpectedResponse(response.statusCode(), this.path + operation, null);
		}
		return answers.stream()
			.map((answer) -> EtcdAnswer.of(answer.has("result") ? answer.get("result") : answer))
			.toList();
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

	@Override
	public void open(EtcdRequest request, EtcdStream stream) {
		HttpResponse<Boolean> response = await(submit(request, (info) -> new HttpStream(stream)), () -> Long.MAX_VALUE);
		if (response.statusCode() != 200) {
			stream.close();
			throw this.errors.unexpectedResponse(response.statusCode(), this.path + request.operation(), null);
		}
	}

	private <T> Future<HttpResponse<T>> submit(EtcdRequest request, BodyHandler<T> handler) {
		byte[] body = bytes(request.messages());
		CurrentClient<HttpClient>.Use used = this.clients.use();
		try {
			return HttpClients.submit(() -> {
				try (used) {
					return this.addresses.connecting((base) -> used.client()
						.send(http(base, request.operation(), body, request.token()), handler));
				}
			});
		}
		catch (Error ex) {
			used.close();
			throw ex;
		}
	}

	private <T> HttpResponse<T> await(Future<HttpResponse<T>> response, LongSupplier silence) {
		try {
			if (!new AnswerDeadline(this.deadline, silence).await(Answer.of(response))) {
				throw failed(response, new TimeoutException());
			}
			HttpResponse<T> answered = response.get();
			this.traffic.answered();
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

	private HttpRequest http(String base, String operation, byte[] body, @Nullable String token) {
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
		this.traffic.failed();
		return (ex instanceof TimeoutException) ? this.errors.timeout(ex)
				: this.errors.unreachable(Objects.requireNonNullElse(ex.getCause(), ex));
	}

	/** See {@link CurrentClient#use()}. */
	@Override
	public void close() {
		this.clients.close();
	}

}
