package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.spy.memcached.ops.OperationErrorType;
import net.spy.memcached.ops.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is awaited on a {@link TextConnection}. The thread that waits for it also
 * receives it.
 *
 * @param <T> the type of the reply
 */
abstract class TextReply<T extends @Nullable Object> extends CompletableFuture<T> {

	private final Receiver receiver;

	private final Collection<String> keys;

	/**
	 * Creates a reply.
	 * @param keys the keys of the command, for messages
	 */
	TextReply(Receiver receiver, Collection<String> keys) {
		this.receiver = receiver;
		this.keys = keys;
	}

	/**
	 * Reads what has arrived.
	 * @return whether the reply is complete; if so, this future is completed
	 * @throws IOException if this is not the protocol, so that the connection is lost
	 */
	abstract boolean read(ReplyBuffer in) throws IOException;

	/**
	 * Fails with the current line, which is none of the expected ones.
	 * @return {@code true}: the reply is complete
	 */
	boolean refuse(ReplyBuffer in) throws IOException {
		boolean isError = in.lineBegins("SERVER_ERROR");
		if (!isError && !in.lineBegins("CLIENT_ERROR") && !in.lineBegins("ERROR")) {
			throw in.unexpected();
		}
		completeExceptionally(
				new OperationException(OperationErrorType.SERVER, String.join(" ", this.keys) + ": " + in.line()));
		if (!isError) {
			// The server may take the rest of the command for the next one.
			throw in.unexpected();
		}
		return true;
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

	/** The reply to a command that changes an item. */
	static final class Status extends TextReply<Boolean> {

		Status(Receiver receiver, String key) {
			super(receiver, List.of(key));
		}

		@Override
		boolean read(ReplyBuffer in) throws IOException {
			if (!in.nextLine()) {
				return false;
			}
			if (in.lineIs("TOUCHED") || in.lineIs("STORED") || in.lineIs("DELETED")) {
				return complete(true);
			}
			if (in.lineIs("NOT_FOUND") || in.lineIs("NOT_STORED") || in.lineIs("EXISTS")) {
				complete(false);
				return true;
			}
			return refuse(in);
		}

	}

	/** The reply to {@code stats}. */
	static final class Statistics extends TextReply<Map<String, String>> {

		private final Map<String, String> values = new HashMap<>();

		Statistics(Receiver receiver) {
			super(receiver, List.of("stats"));
		}

		@Override
		boolean read(ReplyBuffer in) throws IOException {
			while (in.nextLine()) {
				if (in.lineIs("END")) {
					return complete(this.values);
				}
				if (!in.lineBegins("STAT ")) {
					return refuse(in);
				}
				int from = in.lineStart() + "STAT ".length();
				int to = in.wordEnd(from);
				this.values.put(in.word(from, to), in.isLineEnd(to) ? "" : in.word(to + 1, in.wordEnd(to + 1)));
			}
			return false;
		}

	}

	/** Receives replies. */
	interface Receiver {

		/**
		 * Waits for a reply, and receives replies meanwhile, unless another thread does.
		 * @return whether it is complete
		 */
		boolean await(TextReply<?> reply, long nanos) throws InterruptedException;

	}

}
