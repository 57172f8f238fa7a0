package io.servicegroup.tooz.memcached.client;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.AnswerDeadline;
import io.servicegroup.tooz.spi.AnswerDeadline.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands over one connection, which all threads share. Opens it for the first
 * command, and again for the first command after it was lost. Every call has a timeout.
 * Thread-safe.
 */
final class ReconnectingClient {

	private final MemcachedAddress address;

	private final MemcachedAccess access;

	private final ReentrantLock connectLock = new ReentrantLock();

	private volatile Duration timeout;

	private volatile @Nullable Client client;

	private volatile boolean closed;

	ReconnectingClient(MemcachedAddress address, MemcachedAccess access, Duration timeout) {
		this.address = address;
		this.access = access;
		this.timeout = timeout;
	}

	/** Returns what has a connection that is not lost. */
	private @Nullable Client live() {
		Client current = this.client;
		return (current != null && !current.connection().isLost()) ? current : null;
	}

	/** Returns whether a command would be sent without connecting first. */
	boolean isConnected() {
		Client current = this.client;
		return current != null && current.connection().isStillOpen();
	}

	/** Returns the address of the server of the connection, if there is one. */
	@Nullable SocketAddress server() {
		Client current = live();
		return (current != null) ? current.connection().server() : null;
	}

	/** Returns whether there is a connection with meta commands. */
	boolean hasMetaCommands() {
		Client current = this.client;
		return current != null && current.hasMetaCommands();
	}

	/** Returns the number of the connection, or -1 if there is none. */
	long number() {
		Client current = live();
		return (current != null) ? current.connection().number() : -1;
	}

	/** Returns the time since bytes last arrived, in nanoseconds. */
	long silence() {
		Client current = this.client;
		return (current != null) ? current.connection().silence() : Long.MAX_VALUE;
	}

	/** Shortens the timeout of all later calls, if it is longer. */
	void limitTimeout(Duration max) {
		if (max.compareTo(this.timeout) < 0) {
			this.timeout = max;
		}
	}

	/**
	 * Sends a command and returns without waiting for the reply: commands sent one after
	 * the other cost one round trip, and the server executes them in that order.
	 * @return the reply; its value is {@code null} if the command returns none
	 */
	<T> Reply<T> send(Function<Client, ? extends Future<T>> command) {
		Client current = connected();
		try {
			return new Sent<>(current.connection(), command.apply(current));
		}
		catch (RuntimeException ex) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CoordinationInterruptedException("Interrupted while sending to " + this, ex);
			}
			// Part of the command may have been sent.
			current.connection().close();
			throw new StoreUnavailableException("Cannot send to " + this + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Sends a command that changes nothing, and repeats it once if the connection breaks.
	 * If a restart of the server, for instance, has closed an idle connection, that is
	 * detected only when a command is sent.
	 */
	<T> Reply<T> query(Function<Client, ? extends Future<T>> command) {
		Reply<T> first = send(command);
		return () -> {
			try {
				return first.await();
			}
			catch (StoreUnavailableException ex) {
				return send(command).await();
			}
		};
	}

	private <T> T await(Connection current, Future<T> reply) {
		try {
			if (!new AnswerDeadline(this.timeout, current::silence).await(Answer.of(reply))) {
				// Also discards commands that are still queued for a server that hangs.
				current.close();
				throw timedOut(null);
			}
			return reply.get();
		}
		catch (ExecutionException ex) {
			throw failed(current, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for " + this, ex);
		}
	}

	private CoordinationException failed(Connection current, Throwable cause) {
		if (cause instanceof RefusedException) {
			return MemcachedErrors.refused(this.address, cause);
		}
		current.close();
		return (cause instanceof CancellationException)
				? new StoreUnavailableException("Lost the connection to " + this + " before it answered", cause)
				: timedOut(cause);
	}

	private OperationTimeoutException timedOut(@Nullable Throwable cause) {
		return new OperationTimeoutException(this + " did not answer within " + this.timeout.toMillis() + " ms", cause);
	}

	private Client connected() {
		Client current = this.client;
		if (current != null && current.connection().isStillOpen()) {
			return current;
		}
		try {
			if (!this.connectLock.tryLock(this.timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new StoreUnavailableException("No connection to " + this + " within " + this.timeout.toMillis()
						+ " ms: another thread is still connecting", null);
			}
			try {
				return connect();
			}
			finally {
				this.connectLock.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while connecting to " + this, ex);
		}
	}

	private Client connect() throws InterruptedException {
		Client current = live();
		if (current != null) {
			return current;
		}
		disconnect();
		requireOpen();
		Client opened = new Connector(this.address, this.access, this.timeout).open();
		this.client = opened;
		if (this.closed) {
			disconnect();
		}
		requireOpen();
		return opened;
	}

	private void requireOpen() {
		if (this.closed) {
			throw new StoreUnavailableException(
					"The coordinator is closed and does not connect to " + this + " any more", null);
		}
	}

	private void disconnect() {
		Client current = this.client;
		if (current != null) {
			current.connection().close();
		}
	}

	/** Disconnects and never connects again. Does not block. */
	void close() {
		this.closed = true;
		disconnect();
	}

	@Override
	public String toString() {
		return this.address.toString();
	}

	/** A command that was sent. */
	private final class Sent<T> implements Reply<T> {

		private final Connection connection;

		private final Future<T> reply;

		private final long sent = System.nanoTime();

		Sent(Connection connection, Future<T> reply) {
			this.connection = connection;
			this.reply = reply;
		}

		@Override
		public T await() {
			return ReconnectingClient.this.await(this.connection, this.reply);
		}

		@Override
		public boolean arrivesWithin(Duration time) {
			try {
				if (Answer.of(this.reply).await(time.toNanos())) {
					return true;
				}
				long deadline = ReconnectingClient.this.timeout.toNanos();
				if (System.nanoTime() - this.sent > deadline && this.connection.silence() > deadline) {
					this.connection.close();
					throw timedOut(null);
				}
				return false;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new CoordinationInterruptedException("Interrupted while waiting for " + ReconnectingClient.this,
						ex);
			}
		}

	}

}
