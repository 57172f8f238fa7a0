package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy that passes HTTP/1 on, but not HTTP/2, and so no gRPC: as many load balancers,
 * and as a listener for HTTP only.
 */
public final class Http1Proxy implements AutoCloseable {

	/** What a client of HTTP/2 sends first. */
	private static final byte[] PREFACE = "PRI".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket listener;

	private final int serverPort;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile Mode mode;

	public Http1Proxy(int serverPort, Mode mode) {
		this.serverPort = serverPort;
		this.mode = mode;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	public int port() {
		return this.listener.getLocalPort();
	}

	/** Closes all connections. New ones are handled in the given way. */
	public void change(Mode newMode) {
		changeOfNew(newMode);
		disconnect();
	}

	/** Handles new connections in the given way. */
	public void changeOfNew(Mode newMode) {
		this.mode = newMode;
	}

	private void disconnect() {
		this.sockets.forEach(Http1Proxy::close);
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			start(() -> connect(client));
		}
	}

	private void connect(Socket client) throws IOException {
		this.sockets.add(client);
		try (client) {
			byte[] first = client.getInputStream().readNBytes(PREFACE.length);
			if (Arrays.equals(first, PREFACE) && this.mode != Mode.PASS) {
				if (this.mode == Mode.REFUSE_HTTP_2) {
					client.getOutputStream().write(REFUSAL);
				}
				client.getInputStream().transferTo(OutputStream.nullOutputStream());
				return;
			}
			try (Socket server = new Socket("127.0.0.1", this.serverPort)) {
				this.sockets.add(server);
				server.getOutputStream().write(first);
				start(() -> copy(client, server));
				copy(server, client);
			}
		}
	}

	private void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			in.transferTo(out);
		}
		finally {
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
		}, "http1-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		disconnect();
	}

	/** What happens to connections of HTTP/2. */
	public enum Mode {

		/** They are passed on. */
		PASS,
		/** They get an answer of HTTP/1. */
		REFUSE_HTTP_2,
		/** They get no answer. */
		IGNORE_HTTP_2

	}

	private interface Work {

		void run() throws IOException;

	}

}
