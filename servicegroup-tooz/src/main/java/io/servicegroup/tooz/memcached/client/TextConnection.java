package io.servicegroup.tooz.memcached.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import net.spy.memcached.ops.StoreType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that speaks the text protocol without a thread of its own: the caller of a
 * command writes it, and one of the threads that wait for replies receives them. So a
 * call that no other one disturbs is not passed from thread to thread, which would take
 * longer than the server does. Thread-safe.
 */
final class TextConnection implements Connection, Client, TextReply.Receiver {

	private static final Logger logger = LoggerFactory.getLogger(TextConnection.class);

	private static final long SPIN_NANOS = 30_000;

	/** Not on a single processor, which a server on the same machine needs. */
	private static final boolean MAY_SPIN = Runtime.getRuntime().availableProcessors() > 1;

	/** Whether a thread of this process spins: one at a time, as it takes a processor. */
	private static final AtomicBoolean SPINNING = new AtomicBoolean();

	private final long number = NUMBERS.incrementAndGet();

	private final InetSocketAddress server;

	private final SocketChannel channel;

	private final Selector selector;

	private final SelectionKey key;

	/** Guards what is sent, and who receives. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition received = this.lock.newCondition();

	private final Queue<TextReply<?>> awaited = new ConcurrentLinkedQueue<>();

	/** Parts of commands for which the socket had no room. */
	private final Deque<ByteBuffer> unsent = new ArrayDeque<>();

	private final ReplyBuffer in = new ReplyBuffer();

	/** Whether a thread receives. */
	private boolean isReceiving;

	private volatile long receivedAt = System.nanoTime();

	private volatile boolean lost;

	private volatile boolean metaCommands;

	private TextConnection(ServerProbe server, SocketChannel channel, Selector selector) throws IOException {
		this.server = server.address();
		this.metaCommands = server.mayHaveMetaCommands();
		this.channel = channel;
		this.selector = selector;
		this.key = channel.register(selector, SelectionKey.OP_READ);
	}

	/**
	 * Opens a connection. Blocks for up to the timeout.
	 * @param server the probe of the server
	 */
	static TextConnection open(ServerProbe server, Duration timeout) throws IOException, InterruptedException {
		SocketChannel channel = SocketChannel.open();
		@Nullable Selector selector = null;
		try {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			channel.socket().connect(server.address(), (int) timeout.toMillis());
			channel.configureBlocking(false);
			selector = Selector.open();
			return new TextConnection(server, channel, selector);
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			if (selector != null) {
				selector.close();
			}
			if (Thread.interrupted()) {
				throw (InterruptedException) new InterruptedException("while connecting").initCause(ex);
			}
			throw ex;
		}
	}

	@Override
	public SocketAddress server() {
		return this.server;
	}

	@Override
	public Client client() {
		return this;
	}

	@Override
	public boolean isLost() {
		return this.lost;
	}

	@Override
	public long number() {
		return this.number;
	}

	@Override
	public Future<Boolean> store(StoreType type, String key, int exptime, Item item) {
		return send(new TextReply.Status(this, key), TextRequests.store(type.name(), key, exptime, item, null));
	}

	@Override
	public Future<Boolean> compareAndSet(String key, long version, int exptime, Item item) {
		return send(new TextReply.Status(this, key), TextRequests.store("cas", key, exptime, item, version));
	}

	@Override
	public Future<Boolean> changeExpiry(String key, int exptime) {
		return send(new TextReply.Status(this, key), TextRequests.line("touch", key, exptime));
	}

	@Override
	public Future<Boolean> remove(String key) {
		return send(new TextReply.Status(this, key), TextRequests.line("delete", key, null));
	}

	@Override
	public Future<Map<String, Item>> items(Collection<String> keys) {
		return send(new TextItems<>(this, List.copyOf(keys), (item, version) -> item, (found) -> found),
				TextRequests.get("get", keys));
	}

	@Override
	public Future<@Nullable VersionedItem> versionedItem(String key) {
		return send(new TextItems<>(this, List.of(key), this::versioned, (found) -> found.get(key)),
				TextRequests.get("gets", List.of(key)));
	}

	@Override
	public Future<Map<String, VersionedItem>> versionedItems(Collection<String> keys) {
		return send(new TextItems<>(this, List.copyOf(keys), this::versioned, (found) -> found),
				TextRequests.get("gets", keys));
	}

	private VersionedItem versioned(Item item, long version) {
		return new VersionedItem(item, version, this.number);
	}

	@Override
	public boolean hasMetaCommands() {
		return this.metaCommands && !this.lost;
	}

	@Override
	public Future<Looked> look(Map<String, String> flags) {
		TextLooked reply = new TextLooked(this, List.copyOf(flags.keySet()), this.number,
				() -> this.metaCommands = false);
		if (flags.isEmpty() || !this.metaCommands) {
			reply.complete(new Looked(this.number, Map.of()));
			return reply;
		}
		return send(reply, TextRequests.metaGet(flags));
	}

	@Override
	public Future<Map<String, String>> statistics() {
		return send(new TextReply.Statistics(this), TextRequests.statistics());
	}

	@Override
	public long silence() {
		return System.nanoTime() - this.receivedAt;
	}

	private <T extends @Nullable Object> TextReply<T> send(TextReply<T> reply, byte[] request) {
		this.lock.lock();
		try {
			if (this.lost) {
				reply.lose();
				return reply;
			}
			this.awaited.add(reply);
			this.unsent.add(ByteBuffer.wrap(request));
			if (!flush() && this.isReceiving) {
				this.selector.wakeup();
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

	/** Sends what the socket has room for. Returns whether that was all. */
	private boolean flush() throws IOException {
		for (ByteBuffer next = this.unsent.peek(); next != null; next = this.unsent.peek()) {
			this.channel.write(next);
			if (next.hasRemaining()) {
				return false;
			}
			this.unsent.remove();
		}
		return true;
	}

	@Override
	public boolean await(TextReply<?> reply, long nanos) throws InterruptedException {
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
			boolean isSent = flush();
			this.lock.unlock();
			try {
				if (!readSoon()) {
					this.key.interestOps(isSent ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
					this.selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
					this.selector.selectedKeys().clear();
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
		ByteBuffer space = this.in.space();
		int count = this.channel.read(space);
		if (count < 0) {
			throw new EOFException("The server has closed the connection");
		}
		if (count == 0) {
			return false;
		}
		this.receivedAt = System.nanoTime();
		this.in.added(count);
		for (TextReply<?> next = this.awaited.peek(); next != null && next.read(this.in); next = this.awaited.peek()) {
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

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.lost = true;
			// Also ends the wait of the thread that receives.
			this.selector.close();
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("Connection to memcached at {} could not be closed", this.server, ex);
		}
		finally {
			this.awaited.forEach(TextReply::lose);
			this.awaited.clear();
			this.unsent.clear();
			this.lock.unlock();
		}
	}

}
