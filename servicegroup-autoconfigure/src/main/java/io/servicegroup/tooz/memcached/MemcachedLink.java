package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import io.servicegroup.tooz.OperationTimedOut;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;
import net.spy.memcached.ops.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * The way to the server: connects when there is something to send and no connection, and
 * ends every call by the deadline. Thread-safe; all threads share one connection.
 */
final class MemcachedLink {

	private final MemcachedAddress address;

	private final MemcachedAccess access;

	private final ReentrantLock connecting = new ReentrantLock();

	private volatile Duration timeout;

	private volatile @Nullable MemcachedLine line;

	private volatile boolean closed;

	MemcachedLink(MemcachedAddress address, MemcachedAccess access, Duration timeout) {
		this.address = address;
		this.access = access;
		this.timeout = timeout;
	}

	/** Whether a call would go out at once. */
	boolean isConnected() {
		MemcachedLine current = this.line;
		return current != null && !current.isLost();
	}

	/** Shortens the deadline of the calls to come. */
	void hurry(Duration atMost) {
		if (atMost.compareTo(this.timeout) < 0) {
			this.timeout = atMost;
		}
	}

	/**
	 * Sends a command, and returns without waiting for its answer: commands sent one
	 * after the other cost one round trip, and the server takes them in that order.
	 * @return waits for the answer; {@code null} where the command has none
	 */
	<T> Supplier<T> send(Function<Client, ? extends Future<T>> command) {
		MemcachedLine current = line();
		try {
			Future<T> answer = command.apply(current.client());
			return () -> await(current, answer);
		}
		catch (RuntimeException ex) {
			// Shut down by another thread, or its queue is full.
			drop(current);
			throw new ToozConnectionError("Cannot send to " + this + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Sends a command that changes nothing; once more if the connection breaks. That one
	 * was closed while idle, as by a restart of the server, spymemcached only finds out
	 * when it is used.
	 */
	<T> Supplier<T> query(Function<Client, ? extends Future<T>> command) {
		Supplier<T> first = send(command);
		return () -> {
			try {
				return first.get();
			}
			catch (ToozConnectionError ex) {
				return send(command).get();
			}
		};
	}

	private <T> T await(MemcachedLine current, Future<T> answer) {
		try {
			return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			// Also so that nothing of it is sent once the server goes on.
			drop(current);
			throw timedOut(ex);
		}
		catch (ExecutionException ex) {
			throw failed(current, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OperationTimedOut("Interrupted while waiting for " + this, ex);
		}
	}

	private ToozError failed(MemcachedLine current, Throwable cause) {
		if (cause instanceof OperationException) {
			return Refusals.of(this, cause);
		}
		drop(current);
		return (cause instanceof CancellationException)
				? new ToozConnectionError("The connection to " + this + " broke", cause) : timedOut(cause);
	}

	private OperationTimedOut timedOut(Throwable cause) {
		return new OperationTimedOut(this + " did not answer within " + this.timeout, cause);
	}

	private MemcachedLine line() {
		MemcachedLine current = this.line;
		if (current != null && !current.isLost()) {
			return current;
		}
		try {
			if (!this.connecting.tryLock(this.timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new ToozConnectionError("No connection to " + this + " within " + this.timeout, null);
			}
			try {
				return connect();
			}
			finally {
				this.connecting.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ToozConnectionError("Interrupted while connecting to " + this, ex);
		}
	}

	private MemcachedLine connect() throws InterruptedException {
		MemcachedLine current = this.line;
		if (current != null && !current.isLost()) {
			return current;
		}
		drop(current);
		requireOpen();
		MemcachedLine opened = new Login(this.address, this.access, this.timeout).open();
		this.line = opened;
		if (this.closed) {
			drop(opened);
		}
		requireOpen();
		return opened;
	}

	private void requireOpen() {
		if (this.closed) {
			throw new ToozConnectionError("This coordinator has disconnected from " + this, null);
		}
	}

	private void drop(@Nullable MemcachedLine broken) {
		if (broken != null) {
			broken.close();
		}
	}

	/** Disconnects for good. Waits for nothing. */
	void close() {
		this.closed = true;
		drop(this.line);
	}

	@Override
	public String toString() {
		return this.address.toString();
	}

}
