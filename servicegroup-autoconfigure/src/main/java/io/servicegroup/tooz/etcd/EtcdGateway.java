package io.servicegroup.tooz.etcd;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.servicegroup.tooz.OperationTimedOut;
import io.servicegroup.tooz.ToozError;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * etcd's JSON gateway: a POST per call. Every call ends by the deadline.
 */
final class EtcdGateway implements AutoCloseable {

	static final int DEFAULT_PORT = 2379;

	/** Some hundred thousand members. */
	private static final long LONGEST_ANSWER = 64L << 20;

	private final JsonMapper json = new JsonMapper();

	private final String path;

	private final String base;

	private final Duration deadline;

	private final EtcdErrors errors;

	private final EtcdLogin login;

	private final Supplier<HttpClient> clients;

	private @Nullable HttpClient client;

	private volatile boolean answers;

	EtcdGateway(ToozUrl url, Duration deadline) {
		ToozUrl.Host host = url.hosts().get(0);
		String address = new ToozUrl.Host(host.name(), host.portOr(DEFAULT_PORT)).toString();
		this.path = "/" + Objects.requireNonNullElse(url.option("api_version"), "v3") + "/";
		this.base = url.scheme().substring("etcd3+".length()) + "://" + address + this.path;
		this.deadline = deadline;
		this.errors = new EtcdErrors("etcd at " + address, deadline);
		this.login = new EtcdLogin(url, (operation, body) -> call(operation, body, null));
		this.clients = () -> HttpClients.create(url, deadline);
		this.client = this.clients.get();
	}

	/**
	 * Makes a call.
	 * @param operation its path behind the version
	 * @param body the request
	 * @return the answer
	 * @throws EtcdRefusal if the server has understood and refused it
	 */
	JsonNode call(String operation, Map<String, ?> body) {
		return this.login.call((token) -> call(operation, body, token));
	}

	private JsonNode call(String operation, Map<String, ?> body, @Nullable String token) {
		HttpResponse<byte[]> response = send(operation, body, token, (info) -> new BoundedBody(LONGEST_ANSWER));
		JsonNode answer = read(response, operation);
		if (answer.has("error")) {
			throw this.errors.refusal(answer.get("error").isObject() ? answer.get("error") : answer);
		}
		if (response.statusCode() != 200) {
			throw this.errors.strange(response.statusCode(), this.path + operation, null);
		}
		return answer;
	}

	private JsonNode read(HttpResponse<byte[]> response, String operation) {
		try {
			return this.json.readTree(response.body());
		}
		catch (JacksonException ex) {
			throw this.errors.strange(response.statusCode(), this.path + operation, ex);
		}
	}

	/**
	 * Makes a call whose answer goes on until it is closed.
	 * @param stream hears it
	 */
	void open(String operation, Map<String, ?> body, EtcdStream stream) {
		HttpResponse<Boolean> response = this.login.call((token) -> send(operation, body, token, (info) -> stream));
		if (response.statusCode() != 200) {
			stream.close();
			throw this.errors.strange(response.statusCode(), this.path + operation, null);
		}
	}

	private HttpRequest request(String operation, Map<String, ?> body, @Nullable String token) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.base + operation))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArray(this.json.writeValueAsBytes(body)));
		return ((token != null) ? request.header("Authorization", token) : request).build();
	}

	private <T> HttpResponse<T> send(String operation, Map<String, ?> body, @Nullable String token,
			BodyHandler<T> handler) {
		HttpClient used = client();
		CompletableFuture<HttpResponse<T>> response = used.sendAsync(request(operation, body, token), handler);
		try {
			HttpResponse<T> answered = response.get(this.deadline.toNanos(), TimeUnit.NANOSECONDS);
			this.answers = true;
			return answered;
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			throw failed(response, ex);
		}
		finally {
			letGoIfLate(used);
		}
	}

	/** Lets go of the connection, too: it may have nobody at its other end. */
	private ToozError failed(CompletableFuture<?> response, Exception ex) {
		response.cancel(true);
		if (ex instanceof InterruptedException) {
			Thread.currentThread().interrupt();
			return new OperationTimedOut(this.errors.interruption(), ex);
		}
		this.answers = false;
		return (ex instanceof TimeoutException) ? new OperationTimedOut(this.errors.lateness(), ex)
				: this.errors.unreachable(Objects.requireNonNullElse(ex.getCause(), ex));
	}

	/** Whether the server answered the last time it was asked. */
	boolean answers() {
		return this.answers;
	}

	/** Makes one for the call of who comes late and gives back what he held. */
	private synchronized HttpClient client() {
		HttpClient current = this.client;
		return (current != null) ? current : this.clients.get();
	}

	private synchronized void letGoIfLate(HttpClient used) {
		if (used != this.client) {
			HttpClients.close(used);
		}
	}

	/** Lets go of the connections. */
	@Override
	public synchronized void close() {
		HttpClient last = this.client;
		this.client = null;
		if (last != null) {
			HttpClients.close(last);
		}
	}

}
