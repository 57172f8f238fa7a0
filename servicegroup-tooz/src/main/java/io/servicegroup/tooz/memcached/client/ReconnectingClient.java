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
import net.spy.memcached.ops.OperationException;
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

	private volatile @Nullable Connection connection;

	private volatile boolean closed;

	ReconnectingClient(MemcachedAddress address, MemcachedAccess access, Duration timeout) {
		this.address = address;
		this.access = access;
		this.timeout = timeout;
	}

	/** Returns whether a command would be sent without connecting first. */
	boolean isConnected() {
		Connection current = this.connection;
		return current != null && !current.isLost();
	}

	/** Returns the address of the server of the connection, if there is one. */
	@Nullable SocketAddress server() {
		Connection current = this.connection;
		return (current != null && !current.isLost()) ? current.server() : null;
	}

	/** Returns whether there is a connection with meta commands. */
	boolean hasMetaCommands() {
		Connection current = this.connection;
		return current != null && current.client().hasMetaCommands();
	}

	/** Returns the number of the connection, or -1 if there is none. */
	long number() {
		Connection current = this.connection;
		return (current != null && !current.isLost()) ? current.client().number() : -1;
	}

	/** Returns the time since bytes last arrived, in nanoseconds. */
	long silence() {
		Connection current = this.connection;
		return (current != null) ? current.client().silence() : Long.MAX_VALUE;
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
		Connection current = connected();
		try {
			Future<T> reply = command.apply(current.client());
			return new Sent<>(current, reply);
		}
		catch (RuntimeException ex) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CoordinationInterruptedException("Interrupted while sending to " + this, ex);
			}
			// Another thread closed the connection, or its queue is full.
			close(current);
			throw new StoreUnavailableException("Cannot send to " + this + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Sends a command that changes nothing, and repeats it once if the connection breaks.
	 * If a restart of the server, for instance, has closed an idle connection,
	 * spymemcached detects that only when it sends a command.
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
			if (!new AnswerDeadline(this.timeout, current.client()::silence).await(Answer.of(reply))) {
				// Also discards commands that are still queued for a server that hangs.
				close(current);
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
		if (cause instanceof OperationException) {
			return MemcachedErrors.refused(this.address, cause);
		}
		close(current);
		return (cause instanceof CancellationException)
				? new StoreUnavailableException("Lost the connection to " + this + " before it answered", cause)
				: timedOut(cause);
	}

	private OperationTimeoutException timedOut(@Nullable Throwable cause) {
		return new OperationTimeoutException(this + " did not answer within " + this.timeout.toMillis() + " ms", cause);
	}

	private Connection connected() {
		Connection current = this.connection;
		if (current != null && !current.isLost()) {
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

	private Connection connect() throws InterruptedException {
		Connection current = this.connection;
		if (current != null && !current.isLost()) {
			return current;
		}
		close(current);
		requireOpen();
		Connection opened = new Connector(this.address, this.access, this.timeout).open();
		this.connection = opened;
		if (this.closed) {
			close(opened);
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

	private static void close(@Nullable Connection connection) {
		if (connection != null) {
			connection.close();
		}
	}

	/** Disconnects and never connects again. Does not block. */
	void close() {
		this.closed = true;
		close(this.connection);
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
				if (System.nanoTime() - this.sent > deadline && this.connection.client().silence() > deadline) {
					close(this.connection);
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
