package io.servicegroup.tooz.memcached;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy in front of a memcached that counts the commands that read.
 */
final class CommandCounter implements AutoCloseable {

	private final ServerSocket listening;

	private final int serverPort;

	private final AtomicInteger commands = new AtomicInteger();

	CommandCounter(int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	/**
	 * Returns the number of {@code get} and {@code gets} commands since the last call.
	 */
	int take() {
		return this.commands.getAndSet(0);
	}

	private void accept() throws IOException {
		while (!this.listening.isClosed()) {
			Socket client = this.listening.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
			daemon(() -> pump(client, server, true));
			daemon(() -> pump(server, client, false));
		}
	}

	private void pump(Socket from, Socket to, boolean counting) throws IOException {
		List<Byte> line = new ArrayList<>();
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				for (int i = 0; counting && i < length; i++) {
					count(line, buffer[i]);
				}
				out.write(buffer, 0, length);
			}
		}
	}

	private void count(List<Byte> line, byte next) {
		line.add(next);
		if (next == '\n') {
			if (line.size() > 3 && line.get(0) == 'g' && line.get(1) == 'e' && line.get(2) == 't') {
				this.commands.incrementAndGet();
			}
			line.clear();
		}
	}

	private static void daemon(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The client or the server has closed its connection.
			}
		}, "command counter");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Work {

		void run() throws IOException;

	}

}
