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

	/** For renewals of leases. */
	private @Nullable GrpcStream stream;

	private boolean closed;

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
			Outcome outcome = probe.outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
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
	public EtcdCall<List<EtcdAnswer>> send(EtcdRequest request) {
		return request.operation().equals(EtcdClient.KEEP_ALIVE) ? sendInStream(request) : start(request);
	}

	private Sent start(EtcdRequest request) {
		EtcdMethod method = EtcdMethod.of(request.operation());
		List<byte[]> messages = method.encode(request);
		CurrentClient<ManagedChannel>.Use used = use(request);
		List<byte[]> answers = new ArrayList<>(1);
		GrpcCall call = new GrpcCall(used.client(), method, Runnable::run, () -> this.traffic.arrived(request.read()),
				answers::add, (outcome) -> used.close());
		call.start(request.token());
		call.sendLast(messages);
		return new Sent(method, call.outcome(), call::silence, answers, used, call::cancel);
	}

	private synchronized Sent sendInStream(EtcdRequest request) {
		EtcdMethod method = EtcdMethod.of(request.operation());
		List<byte[]> messages = method.encode(request);
		CurrentClient<ManagedChannel>.Use used = use(request);
		GrpcStream open = this.stream;
		if (open != null && open.isOpen(used.client(), request.token())) {
			used.close();
		}
		else {
			endStream();
			open = new GrpcStream(method, used, request.token(), this.traffic::connectionLost);
			this.stream = open;
		}
		GrpcStream.Exchange exchange = open.send(messages);
		if (this.closed) {
			endStream();
		}
		return new Sent(method, exchange.outcome(), exchange::silence, exchange.answers(), open.used(),
				exchange::cancel);
	}

	private void endStream() {
		if (this.stream != null) {
			this.stream.end();
			this.stream = null;
		}
	}

	/** A channel that waits before it connects again connects with this call. */
	private CurrentClient<ManagedChannel>.Use use(EtcdRequest request) {
		CurrentClient<ManagedChannel>.Use used = (request.isReadOfMany() ? this.readChannels : this.channels).use();
		if (used.client().getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
			used.client().enterIdle();
		}
		return used;
	}

	private Outcome await(CompletableFuture<Outcome> outcome, LongSupplier silence, Runnable cancellation) {
		try {
			if (new AnswerDeadline(this.deadline, silence).await(Answer.of(outcome))) {
				return outcome.get();
			}
			cancellation.run();
			// Also one that still connects: the peer may have accepted it and vanished.
			this.channels.renew();
			this.readChannels.renew();
			this.traffic.failed();
			throw this.errors.timeout(new TimeoutException());
		}
		catch (InterruptedException ex) {
			cancellation.run();
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
	public void open(EtcdRequest request, EtcdStream receiver) {
		EtcdMethod method = EtcdMethod.of(request.operation());
		List<byte[]> messages = method.encode(request);
		CompletableFuture<Outcome> opened = new CompletableFuture<>();
		CurrentClient<ManagedChannel>.Use used = use(request);
		GrpcCall call = new GrpcCall(used.client(), method, HttpClients::executeOrRun, () -> {
		}, (message) -> {
			opened.complete(new Outcome(Status.OK, true));
			EtcdAnswer answer = method.decode(message);
			receiver.data(answer.hasEvents(), answer);
		}, (outcome) -> {
			used.close();
			if (!opened.complete(outcome) || outcome.status().isOk()) {
				receiver.end();
			}
		});
		call.start(request.token());
		call.send(messages);
		receiver.cancelBy(call::cancel);
		Outcome outcome = await(opened, () -> Long.MAX_VALUE, call::cancel);
		if (!outcome.status().isOk()) {
			throw failure(outcome, used);
		}
		this.traffic.answered();
	}

	/** See {@link CurrentClient#use()}. */
	@Override
	public synchronized void close() {
		this.closed = true;
		endStream();
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
	private final class Sent implements EtcdCall<List<EtcdAnswer>> {

		private final EtcdMethod method;

		private final CompletableFuture<Outcome> outcome;

		private final LongSupplier silence;

		/** Complete with the outcome. */
		private final List<byte[]> answers;

		private final CurrentClient<ManagedChannel>.Use used;

		private final Runnable cancellation;

		Sent(EtcdMethod method, CompletableFuture<Outcome> outcome, LongSupplier silence, List<byte[]> answers,
				CurrentClient<ManagedChannel>.Use used, Runnable cancellation) {
			this.method = method;
			this.outcome = outcome;
			this.silence = silence;
			this.answers = answers;
			this.used = used;
			this.cancellation = cancellation;
		}

		@Override
		public List<EtcdAnswer> await() {
			Outcome ended = GrpcTransport.this.await(this.outcome, this.silence, this.cancellation);
			if (!ended.status().isOk()) {
				throw failure(ended, this.used);
			}
			GrpcTransport.this.traffic.answered();
			return this.answers.isEmpty() ? List.of(EtcdAnswer.EMPTY)
					: this.answers.stream().map(this.method::decode).toList();
		}

		@Override
		public void cancel() {
			this.cancellation.run();
		}

	}

}
