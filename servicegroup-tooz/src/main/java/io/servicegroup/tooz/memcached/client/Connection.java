package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection without a thread of its own: the caller of a command writes it, and one of
 * the threads that wait for replies receives them. So a call that no other one disturbs
 * is not passed from thread to thread, which would take longer than the server does. It
 * is discarded when it breaks. Thread-safe.
 */
final class Connection implements PendingReply.Receiver {

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	/** Numbers the connections: their versions are never equal. */
	private static final AtomicLong NUMBERS = new AtomicLong();

	private static final long SPIN_NANOS = 30_000;

	/** Not on a single processor, which a server on the same machine needs. */
	private static final boolean MAY_SPIN = Runtime.getRuntime().availableProcessors() > 1;

	/** Whether a thread of this process spins: one at a time, as it takes a processor. */
	private static final AtomicBoolean SPINNING = new AtomicBoolean();

	private final long number = NUMBERS.incrementAndGet();

	private final InetSocketAddress server;

	private final NonBlockingSocket socket;

	/** Guards what is sent, and who receives. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition received = this.lock.newCondition();

	private final Queue<PendingReply<?>> awaited = new ConcurrentLinkedQueue<>();

	private final ReplyBuffer in = new ReplyBuffer();

	/** Whether a thread receives. */
	private boolean isReceiving;

	private volatile long receivedAt = System.nanoTime();

	private volatile boolean lost;

	private Connection(InetSocketAddress server, NonBlockingSocket socket) {
		this.server = server;
		this.socket = socket;
	}

	/** Opens a connection. Blocks for up to the timeout. */
	static Connection open(InetSocketAddress server, MemcachedAccess access, Duration timeout)
			throws IOException, InterruptedException {
		return new Connection(server, NonBlockingSocket.open(server, access.createEngine(server), timeout));
	}

	SocketAddress server() {
		return this.server;
	}

	/** Returns the number of the connection, which no other one has. */
	long number() {
		return this.number;
	}

	/** Returns whether the connection broke or was closed. It does not recover. */
	boolean isLost() {
		return this.lost;
	}

	/**
	 * Returns whether the connection is open. If no reply is awaited, looks whether the
	 * server has closed it, as no thread receives then. So this is for the start of a
	 * command.
	 */
	boolean isStillOpen() {
		if (!this.lost && this.awaited.isEmpty() && this.lock.tryLock()) {
			try {
				if (!this.isReceiving && this.awaited.isEmpty()) {
					read();
				}
			}
			catch (IOException ex) {
				lose(ex);
			}
			finally {
				this.lock.unlock();
			}
		}
		return !this.lost;
	}

	/** Returns the time since bytes last arrived, in nanoseconds. */
	long silence() {
		return System.nanoTime() - this.receivedAt;
	}

	/** Sends a command. Does not wait for the reply. */
	<T extends @Nullable Object> PendingReply<T> send(PendingReply<T> reply, byte[] request) {
		this.lock.lock();
		try {
			if (this.lost) {
				reply.lose();
				return reply;
			}
			this.awaited.add(reply);
			if (!this.socket.send(request) && this.isReceiving) {
				this.socket.wakeup();
			}
		}
		catch (IOException ex) {
			lose(ex);
		}
		finally {
			this.lock.unlock();
		}
		return reply;
	}

	@Override
	public boolean await(PendingReply<?> reply, long nanos) throws InterruptedException {
		long begun = System.nanoTime();
		if (reply.isDone()) {
			return true;
		}
		this.lock.lockInterruptibly();
		try {
			while (!reply.isDone()) {
				long left = nanos - (System.nanoTime() - begun);
				if (left <= 0) {
					return false;
				}
				if (this.isReceiving) {
					this.received.awaitNanos(left);
				}
				else {
					receive(left);
				}
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Receives what arrives first. Releases the lock meanwhile. */
	private void receive(long nanos) throws InterruptedException {
		this.isReceiving = true;
		try {
			boolean isSent = this.socket.flush();
			this.lock.unlock();
			try {
				if (!readSoon()) {
					this.socket.awaitBytes(!isSent, nanos);
					read();
				}
			}
			finally {
				this.lock.lock();
			}
		}
		catch (IOException | ClosedSelectorException | CancelledKeyException ex) {
			lose(ex);
		}
		catch (RuntimeException | Error ex) {
			// Part of a reply may have been read.
			close();
			throw ex;
		}
		finally {
			this.isReceiving = false;
			this.received.signalAll();
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	/**
	 * Reads what arrives within a moment, as most replies do: to be woken up takes as
	 * long as the server does.
	 */
	private boolean readSoon() throws IOException {
		boolean isRead = read();
		if (isRead || !MAY_SPIN || !SPINNING.compareAndSet(false, true)) {
			return isRead;
		}
		try {
			long begun = System.nanoTime();
			while (!isRead && System.nanoTime() - begun < SPIN_NANOS) {
				Thread.onSpinWait();
				isRead = read();
			}
			return isRead;
		}
		finally {
			SPINNING.set(false);
		}
	}

	/** Reads what has arrived. Returns whether there was anything. */
	private boolean read() throws IOException {
		int count = this.socket.read(this.in.space());
		if (count == 0) {
			return false;
		}
		this.receivedAt = System.nanoTime();
		this.in.added(count);
		for (PendingReply<?> next = this.awaited.peek(); next != null
				&& next.read(this.in); next = this.awaited.peek()) {
			this.awaited.poll();
		}
		return true;
	}

	private void lose(Exception cause) {
		if (!this.lost) {
			logger.debug("Connection to memcached at {} is lost", this.server, cause);
		}
		close();
	}

	/** Closes the connection without waiting. May be called more than once. */
	void close() {
		this.lock.lock();
		try {
			this.lost = true;
			// Also ends the wait of the thread that receives.
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("Connection to memcached at {} could not be closed", this.server, ex);
		}
		finally {
			this.awaited.forEach(PendingReply::lose);
			this.awaited.clear();
			this.lock.unlock();
		}
	}

}
