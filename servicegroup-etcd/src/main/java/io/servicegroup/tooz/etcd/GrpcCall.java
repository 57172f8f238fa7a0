package io.servicegroup.tooz.etcd;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * A call by gRPC. Its messages stay bytes: the thread that waits for them decodes them.
 */
final class GrpcCall extends ClientCall.Listener<byte[]> {

	private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

	private static final Map<EtcdMethod, MethodDescriptor<byte[], byte[]>> METHODS = new ConcurrentHashMap<>();

	private final ClientCall<byte[], byte[]> call;

	private final Consumer<byte[]> onMessage;

	private final Consumer<Outcome> onEnd;

	private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

	/** Whether the end of the call came from the server, not from this client. */
	private volatile boolean ended;

	private volatile long lastBytes = System.nanoTime();

	/**
	 * Creates a call without starting it.
	 * @param executor calls the listeners
	 * @param onBytes called when bytes arrive
	 * @param onMessage takes each message
	 * @param onEnd takes the end of the call
	 */
	GrpcCall(Channel channel, EtcdMethod method, Executor executor, Runnable onBytes, Consumer<byte[]> onMessage,
			Consumer<Outcome> onEnd) {
		this.onMessage = onMessage;
		this.onEnd = onEnd;
		this.call = channel.newCall(METHODS.computeIfAbsent(method, GrpcCall::descriptor),
				CallOptions.DEFAULT.withExecutor(executor).withStreamTracerFactory(new ClientStreamTracer.Factory() {
					@Override
					public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info,
							Metadata headers) {
						return new Tracer(onBytes);
					}
				}));
	}

	private static MethodDescriptor<byte[], byte[]> descriptor(EtcdMethod method) {
		GrpcBytes bytes = new GrpcBytes();
		return MethodDescriptor.<byte[], byte[]>newBuilder()
			.setType(
					method.streaming() ? MethodDescriptor.MethodType.BIDI_STREAMING : MethodDescriptor.MethodType.UNARY)
			.setFullMethodName(method.name())
			.setRequestMarshaller(bytes)
			.setResponseMarshaller(bytes)
			.build();
	}

	/** Starts the call. Messages may arrive from now on. */
	void start(@Nullable String token) {
		Metadata headers = new Metadata();
		if (token != null) {
			headers.put(TOKEN, token);
		}
		this.call.start(this, headers);
		this.call.request(Integer.MAX_VALUE);
	}

	void send(List<byte[]> messages) {
		messages.forEach(this.call::sendMessage);
	}

	/** Sends the last messages. */
	void sendLast(List<byte[]> messages) {
		send(messages);
		this.call.halfClose();
	}

	/** Completed at the end of the call, never exceptionally. */
	CompletableFuture<Outcome> outcome() {
		return this.outcome;
	}

	/** Returns the nanoseconds since bytes arrived. */
	long silence() {
		return System.nanoTime() - this.lastBytes;
	}

	void cancel() {
		if (!this.outcome.isDone()) {
			this.call.cancel("Cancelled by the client", null);
		}
	}

	@Override
	public void onMessage(byte[] message) {
		this.onMessage.accept(message);
	}

	@Override
	public void onClose(Status status, Metadata trailers) {
		Outcome ending = new Outcome(status, this.ended);
		try {
			this.onEnd.accept(ending);
		}
		finally {
			this.outcome.complete(ending);
		}
	}

	/**
	 * The end of a call.
	 *
	 * @param status its status
	 * @param isOfServer whether the server sent the status
	 */
	record Outcome(Status status, boolean isOfServer) {

		/**
		 * Returns whether the peer certainly does not serve gRPC: it does not speak
		 * HTTP/2, or answers with a page. A proxy whose server is down may do the latter
		 * for a while, with a status of its own.
		 */
		boolean isNotGrpc() {
			if (this.isOfServer) {
				return false;
			}
			String description = String.valueOf(this.status.getDescription());
			boolean page = this.status.getCode() != Status.Code.UNAVAILABLE
					&& description.startsWith("HTTP status code");
			return page || isOtherProtocol(description) || isOtherProtocol(this.status.getCause());
		}

		private static boolean isOtherProtocol(@Nullable Throwable thrown) {
			for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
				if (isOtherProtocol(String.valueOf(ex.getMessage()))) {
					return true;
				}
			}
			return false;
		}

		private static boolean isOtherProtocol(String message) {
			return message.contains("First received frame was not SETTINGS")
					|| message.contains("Failed ALPN negotiation");
		}

	}

	private final class Tracer extends ClientStreamTracer {

		private final Runnable onBytes;

		Tracer(Runnable onBytes) {
			this.onBytes = onBytes;
		}

		/** The connection is established: the server has answered there just now. */
		@Override
		public void streamCreated(Attributes transport, Metadata headers) {
			GrpcCall.this.lastBytes = System.nanoTime();
		}

		@Override
		public void inboundWireSize(long bytes) {
			GrpcCall.this.lastBytes = System.nanoTime();
			this.onBytes.run();
		}

		@Override
		public void inboundTrailers(Metadata trailers) {
			GrpcCall.this.ended = true;
		}

	}

}
