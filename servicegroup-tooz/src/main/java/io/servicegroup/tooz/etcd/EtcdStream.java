package io.servicegroup.tooz.etcd;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Receives the streaming response of a watch. Reports that data arrived, but does not
 * read the events.
 */
final class EtcdStream implements BodySubscriber<Boolean>, AutoCloseable {

	private static final byte[] EVENTS = "\"events\"".getBytes(StandardCharsets.US_ASCII);

	private final Consumer<Boolean> onData;

	private final Runnable onEnd;

	private volatile boolean closed;

	private volatile Flow.@Nullable Subscription subscription;

	/**
	 * Creates the receiver of one response.
	 * @param onData called for each piece of data, on a thread of the client, with
	 * whether it contains an event for certain; false may be a confirmation
	 * @param onEnd called when the response ends or breaks before {@link #close()}
	 */
	EtcdStream(Consumer<Boolean> onData, Runnable onEnd) {
		this.onData = onData;
		this.onEnd = onEnd;
	}

	/** Returns a completed stage, so that the call returns when the response begins. */
	@Override
	public CompletionStage<Boolean> getBody() {
		return CompletableFuture.completedFuture(true);
	}

	@Override
	public void onSubscribe(Flow.Subscription newSubscription) {
		this.subscription = newSubscription;
		if (this.closed) {
			newSubscription.cancel();
		}
		newSubscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		if (!this.closed) {
			this.onData.accept(buffers.stream().anyMatch(EtcdStream::hasEvents));
		}
	}

	private static boolean hasEvents(ByteBuffer data) {
		byte[] bytes = new byte[data.remaining()];
		data.duplicate().get(bytes);
		for (int i = 0; i <= bytes.length - EVENTS.length; i++) {
			if (Arrays.equals(bytes, i, i + EVENTS.length, EVENTS, 0, EVENTS.length)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void onError(Throwable thrown) {
		onComplete();
	}

	@Override
	public void onComplete() {
		if (!this.closed) {
			this.onEnd.run();
		}
	}

	/**
	 * Closes the connection, which also ends the watch in the server. No listener is
	 * called after this.
	 */
	@Override
	public void close() {
		this.closed = true;
		Flow.Subscription open = this.subscription;
		if (open != null) {
			open.cancel();
		}
	}

}
