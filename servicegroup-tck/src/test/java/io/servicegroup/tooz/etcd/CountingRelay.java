package io.servicegroup.tooz.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Relays connections to a server, and counts the bytes in both directions. */
final class CountingRelay implements AutoCloseable {

	private final ServerSocket listener;

	private final int serverPort;

	private final AtomicLong bytes = new AtomicLong();

	CountingRelay(int serverPort) {
		this.serverPort = serverPort;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	long bytes() {
		return this.bytes.get();
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			start(() -> connect(client));
		}
	}

	private void connect(Socket client) throws IOException {
		try {
			Socket server = new Socket("127.0.0.1", this.serverPort);
			start(() -> copy(client, server));
			copy(server, client);
		}
		finally {
			client.close();
		}
	}

	private void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[65_536];
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				this.bytes.addAndGet(length);
				out.write(buffer, 0, length);
			}
		}
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One of both sides has closed the connection.
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

	private interface Work {

		void run() throws IOException;

	}

}
