package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.OutputStream;
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

	private volatile boolean ebbing;

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
			for (long batch = 0; !this.ebbing; batch++) {
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
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits until the server has taken all that it was sent. */
	@Override
	public void close() {
		this.ebbing = true;
		try (this.socket) {
			this.thread.join();
			this.socket.shutdownOutput();
			this.socket.getInputStream().transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
