package io.servicegroup.tck.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client of memcached's text protocol that returns the stored bytes unchanged.
 */
public final class MemcachedSocket implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 5000;

	private final Socket socket = new Socket();

	private final InputStream in;

	MemcachedSocket(int port) {
		try {
			this.socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns an item, or {@code null} if it does not exist. */
	public Item get(String key) {
		String line = command("get " + key, new byte[0]);
		if (line.equals("END")) {
			return null;
		}
		String[] words = line.split(" ");
		Item item = new Item(Integer.parseInt(words[2]), read(Integer.parseInt(words[3])));
		require(line(), "");
		require(line(), "END");
		return item;
	}

	/** Returns the item's <em>cas unique</em>, or 0 if there is no such item. */
	public long version(String key) {
		String[] words = command("gets " + key, new byte[0]).split(" ");
		if (words[0].equals("END")) {
			return 0;
		}
		read(Integer.parseInt(words[3]));
		require(line(), "");
		require(line(), "END");
		return Long.parseLong(words[4]);
	}

	public void set(String key, int flags, byte[] data) {
		set(key, flags, 0, data);
	}

	public void set(String key, int flags, int exptime, byte[] data) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.writeBytes(data);
		block.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
		require(command("set %s %s %s %s".formatted(key, flags, exptime, data.length), block.toByteArray()), "STORED");
	}

	public void delete(String key) {
		require(command("delete " + key, new byte[0]), "DELETED");
	}

	/** Returns for how many more seconds an item lives. */
	public long remainingSeconds(String key) {
		return Long.parseLong(command("mg " + key + " t", new byte[0]).substring("HD t".length()));
	}

	long statistic(String name) {
		long value = -1;
		for (String line = command("stats", new byte[0]); !line.equals("END"); line = line()) {
			if (line.startsWith("STAT " + name + " ")) {
				value = Long.parseLong(line.split(" ")[2]);
			}
		}
		return value;
	}

	/** Sends a command whose reply is one line, and checks how the reply starts. */
	public void expect(String command, String start) {
		String line = command(command, new byte[0]);
		if (!line.startsWith(start)) {
			throw new IllegalStateException(command + " returned " + line);
		}
	}

	private void require(String line, String expected) {
		if (!line.equals(expected)) {
			throw new IllegalStateException("memcached returned " + line + " instead of " + expected);
		}
	}

	private String command(String command, byte[] block) {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.writeBytes((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			bytes.writeBytes(block);
			this.socket.getOutputStream().write(bytes.toByteArray());
			return line();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String line() {
		try {
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
				if (next < 0) {
					throw new IOException("memcached has closed the connection");
				}
				line.write(next);
			}
			return line.toString(StandardCharsets.UTF_8).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte[] read(int length) {
		try {
			return this.in.readNBytes(length);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A stored item.
	 */
	public record Item(int flags, byte[] data) {
	}

}
