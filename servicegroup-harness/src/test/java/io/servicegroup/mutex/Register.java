package io.servicegroup.mutex;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the lock is there to protect: a place that one worker at a time may write to. A
 * worker says who it is, and then TRY, ENTER and its token or {@code -}, WRITE, and
 * LEAVE, a line each; the answer is OK, or STALE for a token that is too old.
 */
final class Register implements AutoCloseable {

	private final Ledger ledger;

	private final ServerSocket server;

	private final Set<String> present = ConcurrentHashMap.newKeySet();

	Register(Ledger ledger) {
		this.ledger = ledger;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/** Who has ever connected. */
	Set<String> present() {
		return this.present;
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "register");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		try {
			while (true) {
				Socket worker = this.server.accept();
				worker.setTcpNoDelay(true);
				daemon(() -> serve(worker));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void serve(Socket socket) {
		try (socket;
				BufferedReader lines = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
			String worker = lines.readLine();
			this.ledger.arrives(worker);
			this.present.add(worker);
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String answer = answer(worker, line.split(" ")) ? "OK\n" : "STALE\n";
				socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			// It was killed.
		}
	}

	private boolean answer(String worker, String[] words) {
		switch (words[0]) {
			case "TRY" -> this.ledger.tries(worker);
			case "ENTER" -> {
				return this.ledger.enters(worker,
						words[1].equals("-") ? Optional.empty() : Optional.of(Long.valueOf(words[1])));
			}
			case "WRITE" -> {
				return this.ledger.writes(worker);
			}
			case "LEAVE" -> this.ledger.leaves(worker);
			default -> this.ledger.violation(worker + " said " + words[0]);
		}
		return true;
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
