package io.servicegroup.tooz.etcd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.servicegroup.tooz.etcd.GrpcCall.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A call that stays open for many requests, so that a request costs a message instead of
 * a call. The server answers each message with one, in their order. Thread-safe.
 */
final class GrpcStream {

	private static final Outcome ENDED = new Outcome(
			Status.UNAVAILABLE.withDescription("the server has ended the stream"), false);

	private final CurrentClient<ManagedChannel>.Use used;

	private final Runnable onEnd;

	private final @Nullable String token;

	private final GrpcCall call;

	/** The requests whose answers are not complete, in the order of their messages. */
	private final Deque<Exchange> exchanges = new ArrayDeque<>();

	/** Why no more requests can be sent. */
	private @Nullable Outcome end;

	/**
	 * Opens a stream.
	 * @param used the channel; its use ends with the stream
	 * @param onEnd called when the stream has ended
	 */
	GrpcStream(EtcdMethod method, CurrentClient<ManagedChannel>.Use used, @Nullable String token, Runnable onEnd) {
		this.used = used;
		this.onEnd = onEnd;
		this.token = token;
		this.call = new GrpcCall(used.client(), method, Runnable::run, () -> {
		}, this::onMessage, this::onEnd);
		this.call.start(token);
	}

	/** Returns whether requests with a token on a channel can be sent in this stream. */
	synchronized boolean isOpen(ManagedChannel channel, @Nullable String usedToken) {
		return this.end == null && this.used.client() == channel && Objects.equals(this.token, usedToken);
	}

	CurrentClient<ManagedChannel>.Use used() {
		return this.used;
	}

	synchronized Exchange send(List<byte[]> messages) {
		Exchange exchange = new Exchange(messages.size());
		if (this.end != null) {
			exchange.outcome.complete(this.end);
		}
		else {
			this.exchanges.add(exchange);
			this.call.send(messages);
		}
		return exchange;
	}

	private void onMessage(byte[] message) {
		Exchange answered;
		boolean unused;
		synchronized (this) {
			answered = this.exchanges.peek();
			if (answered == null) {
				return;
			}
			answered.answers.add(message);
			if (answered.answers.size() < answered.messages) {
				return;
			}
			this.exchanges.remove();
			unused = isUnused();
		}
		answered.outcome.complete(new Outcome(Status.OK, true));
		cancelIf(unused);
	}

	private void onEnd(Outcome outcome) {
		Outcome reason = outcome.status().isOk() ? ENDED : outcome;
		List<Exchange> unanswered;
		synchronized (this) {
			this.end = reason;
			unanswered = List.copyOf(this.exchanges);
			this.exchanges.clear();
		}
		this.used.close();
		this.onEnd.run();
		unanswered.forEach((exchange) -> exchange.outcome.complete(reason));
	}

	/** Ends the stream once the requests that were sent have their answers. */
	void end() {
		boolean unused;
		synchronized (this) {
			this.end = Objects.requireNonNullElse(this.end, ENDED);
			unused = isUnused();
		}
		cancelIf(unused);
	}

	private boolean isUnused() {
		return this.end != null && this.exchanges.stream().noneMatch((exchange) -> exchange.awaited);
	}

	private void cancelIf(boolean unused) {
		if (unused) {
			this.call.cancel();
		}
	}

	/** A request and its answers. */
	final class Exchange {

		private final int messages;

		private final List<byte[]> answers = new ArrayList<>(1);

		private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

		private boolean awaited = true;

		private Exchange(int messages) {
			this.messages = messages;
		}

		/** The answers, complete with the outcome. */
		List<byte[]> answers() {
			return this.answers;
		}

		CompletableFuture<Outcome> outcome() {
			return this.outcome;
		}

		/** Returns the nanoseconds since bytes arrived. */
		long silence() {
			return GrpcStream.this.call.silence();
		}

		/** Ignores the answers, which may still arrive. */
		void cancel() {
			boolean unused;
			synchronized (GrpcStream.this) {
				this.awaited = false;
				unused = isUnused();
			}
			cancelIf(unused);
		}

	}

}
