package io.servicegroup.tooz.memcached;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a server says to the first word, over a socket of its own: the client tells
 * neither that a server refused nor why, but tries on, and has to know beforehand whether
 * to speak binary.
 *
 * @param address the address that answered, under the name of the URL
 * @param words what it said: a line, or nothing if it closed the connection
 */
record Greeting(InetSocketAddress address, String words) {

	/** As long as a binary header, as a server that speaks binary waits for one. */
	private static final byte[] QUESTION = "version\r\n".repeat(3).getBytes(StandardCharsets.US_ASCII);

	private static final int LONGEST = 128;

	static Greeting of(InetSocketAddress address, MemcachedAccess access, Duration timeout) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(address, (int) timeout.toMillis());
			socket.setSoTimeout((int) timeout.toMillis());
			Socket secured = access.secure(socket, address.getHostString());
			try {
				secured.getOutputStream().write(QUESTION);
				return new Greeting(address, line(secured));
			}
			catch (SocketException ex) {
				return new Greeting(address, "");
			}
		}
	}

	private static String line(Socket socket) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; c = socket.getInputStream().read()) {
			if (line.length() < LONGEST) {
				line.append((c >= ' ' && c <= '~') ? (char) c : (c == '\r') ? "" : "?");
			}
		}
		return line.toString();
	}

	boolean isOpen() {
		return this.words.startsWith("VERSION ");
	}

	/** Whether the server wants a password in the text protocol ({@code -Y}). */
	boolean asksForPassword() {
		return this.words.startsWith("CLIENT_ERROR unauthenticated");
	}

	/** Whether the server does not speak text, as with SASL ({@code -S}). */
	boolean isSilent() {
		return this.words.isEmpty();
	}

}
