package io.servicegroup.tooz.etcd;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.TlsMaterial;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.etcd.GrpcCall.Outcome;
import io.servicegroup.tooz.spi.AnswerDeadline;
import io.servicegroup.tooz.spi.AnswerDeadline.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls etcd by gRPC. Reads of many keys share a connection, other calls another one.
 * Both are replaced after a call got no answer, as they may be dead. Thread-safe.
 */
final class GrpcTransport implements EtcdTransport {

	private final Duration deadline;

	private final EtcdErrors errors;

	private final EtcdTraffic traffic;

	private final CurrentClient<ManagedChannel> channels;

	/** For answers that may be large: a heartbeat must not wait behind them. */
	private final CurrentClient<ManagedChannel> readChannels;

	GrpcTransport(ToozUrl url, Duration deadline, EtcdErrors errors, EtcdTraffic traffic) {
		this.deadline = deadline;
		this.errors = errors;
		this.traffic = traffic;
		GrpcChannels.check();
		this.channels = channels(url);
		this.readChannels = channels(url);
	}

	private CurrentClient<ManagedChannel> channels(ToozUrl url) {
		TlsMaterial material = url.tlsMaterial();
		return new CurrentClient<>(() -> GrpcChannels.create(url, this.deadline),
				() -> (material != null) ? material.version() : this, GrpcChannels::close);
	}

	/**
	 * Asks whether the server speaks gRPC: {@code null} if it gave no answer.
	 * @param limit the time for the answer
	 */
	@Nullable Boolean probe(Duration limit) throws InterruptedException {
		Sent probe = start(new EtcdRequest(EtcdClient.RANGE,
				List.of(Map.of("key", EtcdKeys.bytes(EtcdKeys.GROUPS), "count_only", true)), null, false));
		try {
			Outcome outcome = probe.call.outcome().get(limit.toNanos(), TimeUnit.NANOSECONDS);
			return outcome.isOfServer() ? Boolean.TRUE : outcome.isNotGrpc() ? Boolean.FALSE : null;
		}
		catch (TimeoutException | ExecutionException ex) {
			return null;
		}
		finally {
			probe.cancel();
		}
	}

	@Override
	public EtcdCall<List<JsonNode>> send(EtcdRequest request) {
		return start(request);
	}

	private Sent start(EtcdRequest request) {
		EtcdMethod method = EtcdMethod.of(request.operation());
		List<byte[]> messages = request.messages().stream().map(method.request()::encode).toList();
		CurrentClient<ManagedChannel>.Use used = use(request);
		List<byte[]> answers = new ArrayList<>(1);
		GrpcCall call = new GrpcCall(used.client(), method, Runnable::run, () -> this.traffic.arrived(request.read()),
				answers::add, (outcome) -> used.close());
		call.start(request.token(), messages, true);
		return new Sent(method, call, answers, used);
	}

	/** A channel that waits before it connects again connects with this call. */
	private CurrentClient<ManagedChannel>.Use use(EtcdRequest request) {
		CurrentClient<ManagedChannel>.Use used = (request.isReadOfMany() ? this.readChannels : this.channels).use();
		if (used.client().getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
			used.client().enterIdle();
		}
		return used;
	}

	private Outcome await(GrpcCall call, CompletableFuture<Outcome> outcome, LongSupplier silence) {
		try {
			if (new AnswerDeadline(this.deadline, silence).await(Answer.of(outcome))) {
				return outcome.get();
			}
			call.cancel();
			// Also one that still connects: the peer may have accepted it and vanished.
			this.channels.renew();
			this.readChannels.renew();
			this.traffic.failed();
			throw this.errors.timeout(new TimeoutException());
		}
		catch (InterruptedException ex) {
			call.cancel();
			Thread.currentThread().interrupt();
			throw this.errors.interrupted(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private CoordinationException failure(Outcome outcome, CurrentClient<ManagedChannel>.Use used) {
		Status status = outcome.status();
		String description = Objects.requireNonNullElse(status.getDescription(), status.getCode().name());
		if (outcome.isOfServer()) {
			this.traffic.answered();
			return this.errors.ofStatus(status.getCode().value(), description);
		}
		this.traffic.failed();
		if (status.getCode() != Status.Code.UNAVAILABLE) {
			// After an error of its own, for lack of a thread for example, a channel is
			// broken.
			used.discard();
		}
		Throwable cause = Objects.requireNonNullElseGet(status.getCause(), () -> new IOException(description));
		return outcome.isNotGrpc() ? new NotGrpcException(this.errors.unreachable(cause))
				: this.errors.unreachable(cause);
	}

	/**
	 * Opens a watch. The response has begun with the confirmation of the server.
	 */
	@Override
	public void open(EtcdRequest request, EtcdStream stream) {
		EtcdMethod method = EtcdMethod.of(request.operation());
		CompletableFuture<Outcome> opened = new CompletableFuture<>();
		CurrentClient<ManagedChannel>.Use used = use(request);
		GrpcCall call = new GrpcCall(used.client(), method, HttpClients::executeOrRun, () -> {
		}, (message) -> {
			opened.complete(new Outcome(Status.OK, true));
			ObjectNode answer = method.response().decode(message);
			stream.data(answer.has("events"), answer);
		}, (outcome) -> {
			used.close();
			if (!opened.complete(outcome) || outcome.status().isOk()) {
				stream.end();
			}
		});
		call.start(request.token(), request.messages().stream().map(method.request()::encode).toList(), false);
		stream.cancelBy(call::cancel);
		Outcome outcome = await(call, opened, () -> Long.MAX_VALUE);
		if (!outcome.status().isOk()) {
			throw failure(outcome, used);
		}
		this.traffic.answered();
	}

	/** See {@link CurrentClient#use()}. */
	@Override
	public void close() {
		this.channels.close();
		this.readChannels.close();
	}

	/** Thrown if the peer certainly does not serve gRPC. */
	static final class NotGrpcException extends CoordinationException {

		NotGrpcException(CoordinationException ex) {
			super(ex.getMessage(), ex);
		}

	}

	/** A request that was sent. */
	private final class Sent implements EtcdCall<List<JsonNode>> {

		private final EtcdMethod method;

		private final GrpcCall call;

		private final List<byte[]> answers;

		private final CurrentClient<ManagedChannel>.Use used;

		Sent(EtcdMethod method, GrpcCall call, List<byte[]> answers, CurrentClient<ManagedChannel>.Use used) {
			this.method = method;
			this.call = call;
			this.answers = answers;
			this.used = used;
		}

		@Override
		public List<JsonNode> await() {
			Outcome outcome = GrpcTransport.this.await(this.call, this.call.outcome(), this.call::silence);
			if (!outcome.status().isOk()) {
				throw failure(outcome, this.used);
			}
			GrpcTransport.this.traffic.answered();
			return this.answers.isEmpty() ? List.of(MissingNode.getInstance())
					: this.answers.stream().map(this::decoded).toList();
		}

		/** As in the gateway, an answer in a stream is a result. */
		private JsonNode decoded(byte[] message) {
			ObjectNode answer = this.method.response().decode(message);
			return this.method.streaming() ? JsonNodeFactory.instance.objectNode().set("result", answer) : answer;
		}

		@Override
		public void cancel() {
			this.call.cancel();
		}

	}

}
