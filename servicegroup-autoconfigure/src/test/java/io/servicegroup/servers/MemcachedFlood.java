package io.servicegroup.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Another user of a memcached, who writes items of all small sizes as fast as the server
 * takes them.
 */
public final class MemcachedFlood implements AutoCloseable {

	private final int largest;

	private final Socket socket;

	private final Thread thread = new Thread(this::run, "flood");

	/**
	 * Begins.
	 * @param largest bytes in a value, less than
	 */
	public MemcachedFlood(MemcachedServer server, int largest) {
		this.largest = largest;
		try {
			this.socket = new Socket("127.0.0.1", server.port());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.thread.start();
	}

	private void run() {
		Random random = new Random(1);
		try {
			for (long batch = 0; !this.socket.isClosed(); batch++) {
				StringBuilder commands = new StringBuilder();
				for (int i = 0; i < 500; i++) {
					int size = random.nextInt(this.largest);
					commands.append("set flood-%d-%d 0 0 %d noreply\r\n".formatted(batch, i, size))
						.append("x".repeat(size))
						.append("\r\n");
				}
				this.socket.getOutputStream().write(commands.toString().getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			// Closed: that is the end of it.
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
			this.thread.join();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
