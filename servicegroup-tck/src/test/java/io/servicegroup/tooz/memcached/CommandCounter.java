package io.servicegroup.tooz.memcached;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A proxy in front of a memcached that counts commands, bytes and round trips. It holds
 * each answer for a moment, so that commands that are sent before an answer is awaited
 * count as one round trip of their connection.
 */
final class CommandCounter implements AutoCloseable {

	private static final Set<String> VERBS = Set.of("get", "gets", "mg", "touch", "add", "set", "cas", "delete");

	private final ServerSocket listening;

	private final int serverPort;

	private final long holdMillis;

	private final boolean metaCommands;

	private final Set<Socket> awaiting = new HashSet<>();

	private List<String> commands = new ArrayList<>();

	private int bytes;

	private int roundTrips;

	CommandCounter(int serverPort) {
		this(serverPort, 0, true);
	}

	/**
	 * Starts a proxy.
	 * @param holdMillis for how long it holds each answer
	 * @param metaCommands whether meta commands arrive at the server, or a command that
	 * it does not know
	 */
	CommandCounter(int serverPort, long holdMillis, boolean metaCommands) {
		this.serverPort = serverPort;
		this.holdMillis = holdMillis;
		this.metaCommands = metaCommands;
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
		return takeAll().count("get");
	}

	/** Returns the traffic since the last call. */
	synchronized Traffic takeAll() {
		Traffic traffic = new Traffic(this.commands, this.bytes, this.roundTrips);
		this.commands = new ArrayList<>();
		this.bytes = 0;
		this.roundTrips = 0;
		return traffic;
	}

	private void accept() throws IOException {
		while (!this.listening.isClosed()) {
			Socket client = this.listening.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort);
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			daemon(() -> pumpCommands(client, server));
			daemon(() -> pumpAnswers(server, client));
		}
	}

	private void pumpCommands(Socket from, Socket to) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				begun(from, length);
				for (int i = 0; i < length; i++) {
					line.write(buffer[i]);
					if (buffer[i] == '\n') {
						count(line.toString(StandardCharsets.UTF_8));
						line.reset();
					}
				}
				out.write(this.metaCommands ? buffer : withoutMetaCommands(buffer), 0, length);
			}
		}
	}

	private static byte[] withoutMetaCommands(byte[] commands) {
		String text = new String(commands, StandardCharsets.ISO_8859_1);
		return text.replace("mg _", "xx _").getBytes(StandardCharsets.ISO_8859_1);
	}

	private void pumpAnswers(Socket from, Socket to) throws IOException, InterruptedException {
		byte[] buffer = new byte[8192];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				TimeUnit.MILLISECONDS.sleep(this.holdMillis);
				ended(to, length);
				out.write(buffer, 0, length);
			}
		}
	}

	private synchronized void begun(Socket client, int length) {
		this.bytes += length;
		if (this.awaiting.add(client)) {
			this.roundTrips++;
		}
	}

	private synchronized void ended(Socket client, int length) {
		this.bytes += length;
		this.awaiting.remove(client);
	}

	private synchronized void count(String line) {
		String verb = line.split("[ \r\n]", 2)[0];
		if (VERBS.contains(verb)) {
			this.commands.add(verb);
		}
	}

	private static void daemon(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException | InterruptedException ex) {
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

	/**
	 * What has passed the proxy.
	 *
	 * @param commands the commands' names
	 * @param bytes the bytes in both directions
	 * @param roundTrips the number of times that a command was sent on a connection
	 * without an awaited answer
	 */
	record Traffic(List<String> commands, int bytes, int roundTrips) {

		/** Returns the number of commands whose name begins like this. */
		int count(String verb) {
			return (int) this.commands.stream().filter((command) -> command.startsWith(verb)).count();
		}

	}

	private interface Work {

		void run() throws IOException, InterruptedException;

	}

}
