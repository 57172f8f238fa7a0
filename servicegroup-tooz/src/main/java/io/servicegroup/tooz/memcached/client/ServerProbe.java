package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A server's answer to a first command, sent over a separate socket. spymemcached has to
 * be told beforehand which protocol to speak, and does not report that or why a server
 * refused it: it connects again.
 *
 * @param address the address that answered, with the host name of the URL
 * @param answer the first line of the answer, or nothing if the server closed the
 * connection
 */
record ServerProbe(InetSocketAddress address, String answer) {

	/** As long as a binary header: a server that speaks binary waits for a whole one. */
	private static final byte[] REQUEST = "version\r\n".repeat(3).getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_ANSWER_LENGTH = 128;

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

	/** Whether the server answers clients that have not logged in. */
	boolean allowsAnonymous() {
		return this.answer.startsWith("VERSION ");
	}

	/** Whether the server requires a login in the text protocol ({@code -Y}). */
	boolean requiresTextLogin() {
		return this.answer.startsWith("CLIENT_ERROR unauthenticated");
	}

	/**
	 * Whether the server closed the connection, as one that speaks the binary protocol
	 * only does, which SASL ({@code -S}) implies.
	 */
	boolean isClosed() {
		return this.answer.isEmpty();
	}

}
