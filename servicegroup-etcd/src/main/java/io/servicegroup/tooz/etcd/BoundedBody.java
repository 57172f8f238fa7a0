package io.servicegroup.tooz.etcd;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Collects a response up to a limit, so that no server can exhaust the application's
 * memory, and reports when bytes arrive.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

	private final BodySubscriber<byte[]> collector = BodySubscribers.ofByteArray();

	private final long limit;

	private final Runnable onBytes;

	private long received;

	private Flow.@Nullable Subscription subscription;

	BoundedBody(long limit, Runnable onBytes) {
		this.limit = limit;
		this.onBytes = onBytes;
	}

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.collector.getBody();
	}

	@Override
	public void onSubscribe(Flow.Subscription newSubscription) {
		this.subscription = newSubscription;
		this.collector.onSubscribe(newSubscription);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.onBytes.run();
		buffers.forEach((buffer) -> this.received += buffer.remaining());
		if (this.received <= this.limit) {
			this.collector.onNext(buffers);
		}
		else if (this.subscription != null) {
			this.subscription.cancel();
			this.collector.onError(new IOException("the response is longer than " + this.limit + " bytes"));
		}
	}

	@Override
	public void onError(Throwable thrown) {
		this.collector.onError(thrown);
	}

	@Override
	public void onComplete() {
		this.collector.onComplete();
	}

}
