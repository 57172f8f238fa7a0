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
 * The resource that the lock protects: only one worker at a time may write to it. A
 * worker sends its name, then TRY, ENTER with its token or {@code -}, WRITE, and LEAVE,
 * one per line. The reply is OK, or STALE if the worker is refused.
 */
final class Register implements AutoCloseable {

	private final MutexChecker checker;

	private final ServerSocket server;

	private final Set<String> present = ConcurrentHashMap.newKeySet();

	Register(MutexChecker checker) {
		this.checker = checker;
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

	/** Returns the workers that have ever connected. */
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
			this.checker.connected(worker);
			this.present.add(worker);
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String reply = reply(worker, line.split(" ")) ? "OK\n" : "STALE\n";
				socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			// The worker was killed.
		}
	}

	private boolean reply(String worker, String[] words) {
		switch (words[0]) {
			case "TRY" -> this.checker.tries(worker);
			case "ENTER" -> {
				return this.checker.enters(worker,
						words[1].equals("-") ? Optional.empty() : Optional.of(Long.valueOf(words[1])));
			}
			case "WRITE" -> {
				return this.checker.writes(worker);
			}
			case "LEAVE" -> this.checker.leaves(worker);
			default -> this.checker.violation(worker + " sent an unknown command: " + words[0]);
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
