package io.servicegroup.tooz.memcached.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;

import org.jspecify.annotations.Nullable;

/**
 * A connected socket that does not block, with or without TLS. One thread may send while
 * another one reads.
 */
final class NonBlockingSocket {

	private final SocketChannel channel;

	private final Selector selector;

	private final SelectionKey key;

	private final @Nullable TlsRecords tls;

	/** Parts of commands for which the socket had no room. */
	private final Deque<ByteBuffer> unsent = new ArrayDeque<>();

	private NonBlockingSocket(SocketChannel channel, Selector selector, @Nullable TlsRecords tls) throws IOException {
		channel.configureBlocking(false);
		this.channel = channel;
		this.selector = selector;
		this.key = channel.register(selector, SelectionKey.OP_READ);
		this.tls = tls;
	}

	/**
	 * Connects, and ends the handshake of TLS. Blocks for up to the timeout.
	 * @param engine the settings of TLS, or {@code null} without TLS
	 */
	static NonBlockingSocket open(InetSocketAddress address, @Nullable SSLEngine engine, Duration timeout)
			throws IOException, InterruptedException {
		long begun = System.nanoTime();
		SocketChannel channel = SocketChannel.open();
		@Nullable Selector selector = null;
		try {
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
			channel.socket().connect(address, (int) timeout.toMillis());
			@Nullable TlsRecords tls = null;
			if (engine != null) {
				tls = new TlsRecords(engine);
				tls.handshake(channel.socket(), timeout.minusNanos(System.nanoTime() - begun));
			}
			selector = Selector.open();
			return new NonBlockingSocket(channel, selector, tls);
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

	/**
	 * Sends bytes after all earlier ones. For one thread at a time, as is {@link #flush}.
	 * @return whether all bytes are sent
	 */
	boolean send(byte[] bytes) throws IOException {
		this.unsent.add(ByteBuffer.wrap((this.tls != null) ? this.tls.encrypt(bytes) : bytes));
		return flush();
	}

	/** Sends what the socket has room for. Returns whether that was all. */
	boolean flush() throws IOException {
		for (ByteBuffer next = this.unsent.peek(); next != null; next = this.unsent.peek()) {
			this.channel.write(next);
			if (next.hasRemaining()) {
				return false;
			}
			this.unsent.remove();
		}
		return true;
	}

	/**
	 * Reads what has arrived. For one thread at a time.
	 * @return the number of bytes
	 */
	int read(ByteBuffer target) throws IOException {
		int count = (this.tls != null) ? this.tls.read(this.channel, target) : this.channel.read(target);
		if (count < 0) {
			throw new EOFException("The server has closed the connection");
		}
		return count;
	}

	/**
	 * Waits until there is something to read, or a call of {@link #wakeup}. Bytes that
	 * have arrived before are not waited for: read them first.
	 * @param orSent whether to wait for room to send, too
	 */
	void awaitBytes(boolean orSent, long nanos) throws IOException {
		this.key.interestOps(orSent ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
		this.selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
		this.selector.selectedKeys().clear();
	}

	void wakeup() {
		this.selector.wakeup();
	}

	/** Ends {@link #awaitBytes}, too. Not while another thread sends. */
	void close() throws IOException {
		this.unsent.clear();
		this.selector.close();
		this.channel.close();
	}

}
