package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client's connection to a {@link TcpProxy} and the proxy's connection to the server.
 * Received data waits in a queue, so that a delay does not reduce the throughput.
 */
final class ProxiedConnection {

	private static final byte[] END = {};

	/** Throttled data is delivered in so many parts a second. */
	private static final int PARTS = 20;

	private final TcpProxy proxy;

	private final Socket client;

	private final Socket server;

	private volatile boolean discarding;

	/** Whether the server has sent something since the last request. */
	private final AtomicBoolean answered = new AtomicBoolean(true);

	ProxiedConnection(TcpProxy proxy, Socket client, Socket server) throws IOException {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
	}

	void start() {
		pipe(this.client, this.server, false);
		pipe(this.server, this.client, true);
	}

	/** Discards all data in transit and all later data. Neither side is notified. */
	void discardAll() {
		this.discarding = true;
	}

	void close() {
		this.proxy.closed(this);
		close(this.client);
		close(this.server);
	}

	private void reset() {
		try {
			this.client.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// The socket is already closed.
		}
		close();
	}

	private void pipe(Socket from, Socket to, boolean answers) {
		BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
		inBackground(() -> read(from, pieces, answers));
		inBackground(() -> write(to, pieces, answers));
	}

	private void read(Socket from, BlockingQueue<Piece> pieces, boolean answers) {
		byte[] buffer = new byte[65536];
		try {
			for (int length = from.getInputStream().read(buffer); length > 0; length = from.getInputStream()
				.read(buffer)) {
				count(length, answers);
				pieces.add(piece(Arrays.copyOf(buffer, length)));
			}
		}
		catch (IOException ex) {
			// The connection was reset.
		}
		pieces.add(piece(END));
	}

	private void count(int bytes, boolean answers) {
		if (answers) {
			this.answered.set(true);
			this.proxy.countAnswer(bytes);
		}
		else {
			this.proxy.countRequest(bytes, this.answered.getAndSet(false));
		}
	}

	private Piece piece(byte[] bytes) {
		return new Piece(bytes, System.nanoTime() + this.proxy.delayEachWay().toNanos());
	}

	private void write(Socket to, BlockingQueue<Piece> pieces, boolean answers) throws InterruptedException {
		try {
			for (Piece piece = next(pieces, answers); piece.bytes != END; piece = next(pieces, answers)) {
				if (answers && !this.discarding && this.proxy.isToBeReset()) {
					reset();
				}
				else if (!this.discarding) {
					deliver(piece.bytes, to.getOutputStream(), answers ? this.proxy.answerBytesPerSecond() : 0);
				}
			}
		}
		catch (IOException ex) {
			// The other side has closed the connection.
		}
		if (!this.discarding) {
			close();
		}
	}

	private static void deliver(byte[] bytes, OutputStream to, int bytesPerSecond)
			throws IOException, InterruptedException {
		int part = (bytesPerSecond > 0) ? Math.max(1, bytesPerSecond / PARTS) : bytes.length;
		for (int from = 0; from < bytes.length; from += part) {
			int length = Math.min(part, bytes.length - from);
			to.write(bytes, from, length);
			if (bytesPerSecond > 0) {
				TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(length) / bytesPerSecond);
			}
		}
	}

	private Piece next(BlockingQueue<Piece> pieces, boolean answers) throws InterruptedException {
		Piece piece = pieces.take();
		TimeUnit.NANOSECONDS.sleep(piece.due - System.nanoTime());
		this.proxy.awaitPassage(answers);
		return piece;
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// The socket is already closed.
		}
	}

	static void inBackground(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException | InterruptedException ex) {
				// The connection or the proxy was closed.
			}
		}, "test-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private record Piece(byte[] bytes, long due) {
	}

	interface Work {

		void run() throws IOException, InterruptedException;

	}

}
