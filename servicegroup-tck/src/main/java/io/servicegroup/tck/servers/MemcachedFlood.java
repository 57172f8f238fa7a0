package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Writes small items of random sizes to a memcached as fast as the server accepts them,
 * like another application that fills the cache.
 */
public final class MemcachedFlood implements AutoCloseable {

	private final int largest;

	private final Socket socket;

	private final Thread thread = new Thread(this::run, "flood");

	private volatile boolean closed;

	/**
	 * Starts to write.
	 * @param server the server
	 * @param largest the exclusive upper bound of the size of a value in bytes
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
			for (long batch = 0; !this.closed; batch++) {
				StringBuilder commands = new StringBuilder();
				for (int i = 0; i < 500; i++) {
					int size = random.nextInt(this.largest);
					commands.append("set flood-%s-%s 0 0 %s noreply\r\n".formatted(batch, i, size))
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

	/** Stops. Waits until the server has read all that was sent. */
	@Override
	public void close() {
		this.closed = true;
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
