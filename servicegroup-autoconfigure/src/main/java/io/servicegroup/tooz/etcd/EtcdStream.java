package io.servicegroup.tooz.etcd;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * An answer without an end, of which only counts that something came.
 */
final class EtcdStream implements BodySubscriber<Boolean>, AutoCloseable {

	private final Runnable heard;

	private final Runnable ended;

	private volatile boolean closed;

	private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

	EtcdStream(Runnable heard, Runnable ended) {
		this.heard = heard;
		this.ended = ended;
	}

	/** The call is answered as soon as the answer begins. */
	@Override
	public CompletionStage<Boolean> getBody() {
		return CompletableFuture.completedFuture(true);
	}

	@Override
	public void onSubscribe(Flow.Subscription newSubscription) {
		this.subscription.complete(newSubscription);
		newSubscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		if (!this.closed) {
			this.heard.run();
		}
	}

	@Override
	public void onError(Throwable thrown) {
		onComplete();
	}

	@Override
	public void onComplete() {
		if (!this.closed) {
			this.ended.run();
		}
	}

	/**
	 * Closes the connection, and with it the watch in the server; nothing is heard more.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.subscription.thenAccept(Flow.Subscription::cancel);
	}

}
