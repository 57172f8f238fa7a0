package io.servicegroup.tooz.etcd;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Passes the gateway's response to a watch on. Looks for events in it, but does not parse
 * it.
 */
final class HttpStream implements BodySubscriber<Boolean> {

	private static final byte[] EVENTS = "\"events\"".getBytes(StandardCharsets.US_ASCII);

	private final EtcdStream stream;

	HttpStream(EtcdStream stream) {
		this.stream = stream;
	}

	/** Returns a completed stage, so that the call returns when the response begins. */
	@Override
	public CompletionStage<Boolean> getBody() {
		return CompletableFuture.completedFuture(true);
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.stream.cancelBy(subscription::cancel);
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.stream.data(buffers.stream().anyMatch(HttpStream::hasEvents), EtcdAnswer.EMPTY);
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
		this.stream.end();
	}

}
