package io.servicegroup.soak;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Forwards one direction of a connection.
 */
final class Pipe implements ProxyPorts.Work {

	private final SocketChannel from;

	private final SocketChannel to;

	private final ByteBuffer buffer = ByteBuffer.allocate(8192);

	private SelectionKey key;

	Pipe(SocketChannel from, SocketChannel to) {
		this.from = from;
		this.to = to;
	}

	void register(Selector selector) throws IOException {
		this.from.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.from.configureBlocking(false);
		this.key = this.from.register(selector, SelectionKey.OP_READ, this);
	}

	@Override
	public void run() {
		try {
			if (this.key.isValid() && pass() < 0) {
				close();
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	private int pass() throws IOException {
		int count = this.from.read(this.buffer);
		this.buffer.flip();
		while (this.buffer.hasRemaining()) {
			if (this.to.write(this.buffer) == 0) {
				// Rare: replies are smaller than a socket buffer.
				Thread.onSpinWait();
			}
		}
		this.buffer.clear();
		return count;
	}

	private void close() {
		try (SocketChannel one = this.from; SocketChannel other = this.to) {
			this.key.cancel();
		}
		catch (IOException ex) {
			// The connection is closed anyway.
		}
	}

}
