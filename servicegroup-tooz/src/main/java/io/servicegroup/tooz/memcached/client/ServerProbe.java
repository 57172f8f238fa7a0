package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's answer to a first command, sent over a separate socket. It determines the
 * protocol to use, and shows why a server refuses a connection.
 *
 * @param address the address that answered, with the host name of the URL
 * @param answer the first line of the answer, or empty if the server closed the
 * connection
 */
record ServerProbe(InetSocketAddress address, String answer) {

	/**
	 * At least as long as a header of the binary protocol: a server that speaks binary
	 * waits for a whole header.
	 */
	private static final byte[] REQUEST = "version\r\n".repeat(3).getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_ANSWER_LENGTH = 128;

	private static final Pattern VERSION = Pattern.compile("VERSION (\\d{1,3})\\.(\\d{1,3})\\b");

	/** 1.6. */
	private static final int META_COMMANDS_SINCE = 1006;

	/**
	 * Connects and reads the first line of the answer. Blocks.
	 * @throws IOException if the server cannot be reached, or does not answer within the
	 * timeout
	 */
	static ServerProbe of(InetSocketAddress address, MemcachedAccess access, Duration timeout) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(address, (int) timeout.toMillis());
			socket.setSoTimeout((int) timeout.toMillis());
			Socket secured = access.secure(socket, address.getHostString());
			try {
				secured.getOutputStream().write(REQUEST);
				return new ServerProbe(address, line(secured));
			}
			catch (SocketException ex) {
				return new ServerProbe(address, "");
			}
		}
	}

	private static String line(Socket socket) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; c = socket.getInputStream().read()) {
			if (line.length() < MAX_ANSWER_LENGTH) {
				line.append((c >= ' ' && c <= '~') ? (char) c : (c == '\r') ? "" : "?");
			}
		}
		return line.toString();
	}

	/** Returns whether the server answers clients that have not logged in. */
	boolean allowsAnonymous() {
		return this.answer.startsWith("VERSION ");
	}

	/** Returns whether the server requires a login in the text protocol ({@code -Y}). */
	boolean requiresTextLogin() {
		return this.answer.startsWith("CLIENT_ERROR unauthenticated");
	}

	/**
	 * Returns whether the server may know the meta commands of memcached 1.6. A server
	 * that requires a login does not show its version.
	 */
	boolean mayHaveMetaCommands() {
		Matcher version = VERSION.matcher(this.answer);
		return requiresTextLogin() || (version.lookingAt() && Integer.parseInt(version.group(1)) * 1000
				+ Integer.parseInt(version.group(2)) >= META_COMMANDS_SINCE);
	}

	/** Returns whether the server accepts no more connections. */
	boolean isFull() {
		return this.answer.startsWith("ERROR Too many open connections");
	}

	/**
	 * Returns whether the server closed the connection. A server that speaks only the
	 * binary protocol does that; SASL ({@code -S}) implies that protocol.
	 */
	boolean isClosed() {
		return this.answer.isEmpty();
	}

}
