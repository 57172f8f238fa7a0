package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A reply that is awaited on a {@link Connection}. The thread that waits for it also
 * receives it.
 *
 * @param <T> the type of the reply
 */
abstract class PendingReply<T extends @Nullable Object> extends CompletableFuture<T> {

	private final Receiver receiver;

	private final Collection<String> keys;

	/**
	 * Creates a reply.
	 * @param keys the keys of the command, for messages
	 */
	PendingReply(Receiver receiver, Collection<String> keys) {
		this.receiver = receiver;
		this.keys = keys;
	}

	/**
	 * Reads what has arrived.
	 * @return whether the reply is complete; if so, this future is completed
	 * @throws IOException if this is not the protocol, so that the connection is lost
	 */
	abstract boolean read(ReplyBuffer in) throws IOException;

	/** Fails with the server's answer. */
	void refuse(String answer) {
		completeExceptionally(new RefusedException(this.keys, answer));
	}

	/** Fails, as the connection is lost. */
	void lose() {
		completeExceptionally(new CompletionException(new CancellationException()));
	}

	@Override
	public T get() throws InterruptedException, ExecutionException {
		this.receiver.await(this, Long.MAX_VALUE);
		return super.get();
	}

	@Override
	public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
		if (!this.receiver.await(this, unit.toNanos(timeout))) {
			throw new TimeoutException();
		}
		return super.get();
	}

	/** Receives replies. */
	interface Receiver {

		/**
		 * Waits for a reply, and receives replies meanwhile, unless another thread does.
		 * @return whether it is complete
		 */
		boolean await(PendingReply<?> reply, long nanos) throws InterruptedException;

	}

	/**
	 * Creates what is kept of an item.
	 */
	interface ItemParser<V> {

		V parse(Item item, long version);

	}

}
