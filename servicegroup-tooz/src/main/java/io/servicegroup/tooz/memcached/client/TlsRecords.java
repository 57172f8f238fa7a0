package io.servicegroup.tooz.memcached.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Encrypts what is sent on a connection, and decrypts what is received. One thread may
 * encrypt while another one reads.
 */
final class TlsRecords {

	private static final byte[] NOTHING = {};

	private final SSLEngine engine;

	/** Records that have arrived: from the position to the limit. */
	private final ByteBuffer received;

	/** What is decrypted of them and was not read yet: from the position to the limit. */
	private final ByteBuffer decrypted;

	private final ByteBuffer encrypted;

	TlsRecords(SSLEngine engine) {
		this.engine = engine;
		int size = engine.getSession().getPacketBufferSize();
		this.received = ByteBuffer.allocate(size).flip();
		this.decrypted = ByteBuffer.allocate(size).flip();
		this.encrypted = ByteBuffer.allocate(size);
	}

	/**
	 * Does the handshake. Blocks for up to the timeout.
	 * @param socket a socket that blocks
	 */
	void handshake(Socket socket, Duration timeout) throws IOException {
		long begun = System.nanoTime();
		this.engine.beginHandshake();
		for (HandshakeStatus status = this.engine.getHandshakeStatus(); status != HandshakeStatus.NOT_HANDSHAKING
				&& status != HandshakeStatus.FINISHED; status = this.engine.getHandshakeStatus()) {
			if (status == HandshakeStatus.NEED_WRAP) {
				socket.getOutputStream().write(encrypt(NOTHING));
			}
			else if (status == HandshakeStatus.NEED_TASK) {
				runTasks();
			}
			else if (!decrypt()) {
				receive(socket, timeout.minusNanos(System.nanoTime() - begun));
			}
		}
	}

	private void receive(Socket socket, Duration timeout) throws IOException {
		if (timeout.toMillis() <= 0) {
			throw new SocketTimeoutException("The TLS handshake has not ended in time");
		}
		socket.setSoTimeout((int) timeout.toMillis());
		this.received.compact();
		try {
			int count = socket.getInputStream()
				.read(this.received.array(), this.received.position(), this.received.remaining());
			if (count < 0) {
				throw new EOFException("The server has closed the connection during the TLS handshake");
			}
			this.received.position(this.received.position() + count);
		}
		finally {
			this.received.flip();
		}
	}

	/**
	 * Returns the records in which bytes are sent, to be sent in the order of the calls.
	 */
	byte[] encrypt(byte[] bytes) throws SSLException {
		ByteBuffer source = ByteBuffer.wrap(bytes);
		ByteArrayOutputStream records = new ByteArrayOutputStream(bytes.length + 64);
		do {
			this.encrypted.clear();
			SSLEngineResult result = this.engine.wrap(source, this.encrypted);
			if (result.getStatus() != Status.OK || result.bytesConsumed() + result.bytesProduced() == 0) {
				throw new SSLException("Cannot encrypt: " + result);
			}
			records.write(this.encrypted.array(), 0, this.encrypted.position());
		}
		while (source.hasRemaining());
		return records.toByteArray();
	}

	/**
	 * Reads what has arrived.
	 * @param channel a channel that does not block
	 * @return the number of bytes, or -1 at the end of the stream
	 */
	int read(SocketChannel channel, ByteBuffer target) throws IOException {
		while (!this.decrypted.hasRemaining()) {
			if (!decrypt()) {
				int count = receive(channel);
				if (count <= 0) {
					return count;
				}
			}
		}
		int count = Math.min(this.decrypted.remaining(), target.remaining());
		target.put(this.decrypted.array(), this.decrypted.position(), count);
		this.decrypted.position(this.decrypted.position() + count);
		return count;
	}

	private int receive(SocketChannel channel) throws IOException {
		this.received.compact();
		try {
			if (!this.received.hasRemaining()) {
				throw new SSLException("A TLS record is too long");
			}
			return channel.read(this.received);
		}
		finally {
			this.received.flip();
		}
	}

	/** Decrypts the next record. Returns {@code false} if not all of it has arrived. */
	private boolean decrypt() throws IOException {
		if (!this.received.hasRemaining()) {
			return false;
		}
		this.decrypted.clear();
		SSLEngineResult result;
		try {
			result = this.engine.unwrap(this.received, this.decrypted);
		}
		finally {
			this.decrypted.flip();
		}
		runTasks();
		return switch (result.getStatus()) {
			case OK -> true;
			case BUFFER_UNDERFLOW -> false;
			case CLOSED -> throw new EOFException("The server has ended the TLS session");
			case BUFFER_OVERFLOW -> throw new SSLException("A TLS record is too long");
		};
	}

	private void runTasks() {
		for (Runnable task = this.engine.getDelegatedTask(); task != null; task = this.engine.getDelegatedTask()) {
			task.run();
		}
	}

}
