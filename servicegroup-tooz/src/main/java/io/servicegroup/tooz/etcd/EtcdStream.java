package io.servicegroup.tooz.etcd;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Receives a streaming response. Reports that data arrived, but does not read the data.
 */
final class EtcdStream implements BodySubscriber<Boolean>, AutoCloseable {

	private final Runnable onData;

	private final Runnable onEnd;

	private volatile boolean closed;

	private volatile Flow.@Nullable Subscription subscription;

	/**
	 * Creates the receiver of one response.
	 * @param onData called for each piece of data, on a thread of the client
	 * @param onEnd called when the response ends or breaks before {@link #close()}
	 */
	EtcdStream(Runnable onData, Runnable onEnd) {
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
			this.onData.run();
		}
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
