package io.servicegroup.tooz.etcd;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Receives the streaming response of a watch, and reports that data arrived.
 */
final class EtcdStream implements AutoCloseable {

	private final Consumer<Boolean> onData;

	private final Runnable onEnd;

	private final EtcdChanges changes = new EtcdChanges();

	private volatile boolean closed;

	private volatile @Nullable Runnable cancellation;

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

	/**
	 * Sets how the transport ends the response. Does so at once if this is closed.
	 */
	void cancelBy(Runnable newCancellation) {
		this.cancellation = newCancellation;
		if (this.closed) {
			newCancellation.run();
		}
	}

	/**
	 * Takes a piece of data from the transport.
	 * @param answer the answer, empty by the gateway
	 */
	void data(boolean events, EtcdAnswer answer) {
		if (!this.closed) {
			this.changes.take(answer);
			this.onData.accept(events);
		}
	}

	/** Returns what the response has reported. */
	EtcdChanges changes() {
		return this.changes;
	}

	/** Takes the end of the response from the transport. */
	void end() {
		this.changes.end();
		if (!this.closed) {
			this.onEnd.run();
		}
	}

	/**
	 * Ends the response, which also ends the watch in the server. No listener is called
	 * after this.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.changes.end();
		Runnable cancel = this.cancellation;
		if (cancel != null) {
			cancel.run();
		}
	}

}
