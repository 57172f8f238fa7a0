package io.servicegroup.tck.servers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the data of a Redis by its protocol, without the client under test. It
 * opens a connection for each command, so it has no thread and survives restarts.
 */
public final class RedisProbe {

	private final int port;

	private final String password;

	public RedisProbe(int port) {
		this(port, null);
	}

	private RedisProbe(int port, String password) {
		this.port = port;
		this.password = password;
	}

	/** Returns a probe that first logs in with the default user's password. */
	public RedisProbe as(String password) {
		return new RedisProbe(this.port, password);
	}

	/**
	 * Sends one command.
	 * @param arguments text (sent as UTF-8), bytes or numbers
	 * @return {@code Long}, {@code byte[]}, {@code null}, a list of such, or the text of
	 * a status or an error
	 */
	public Object command(Object... arguments) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1000);
			socket.setSoTimeout(5000);
			InputStream in = new BufferedInputStream(socket.getInputStream());
			if (this.password != null) {
				socket.getOutputStream().write(request("AUTH", this.password));
				reply(in);
			}
			socket.getOutputStream().write(request(arguments));
			return reply(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sends one command like {@link #command} and returns the reply as text. */
	public String text(Object... arguments) {
		Object reply = command(arguments);
		return (reply instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
	}

	private static byte[] request(Object... arguments) {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(("*" + arguments.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
		for (Object argument : arguments) {
			byte[] bytes = (argument instanceof byte[] raw) ? raw
					: argument.toString().getBytes(StandardCharsets.UTF_8);
			request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
			request.writeBytes(bytes);
			request.writeBytes(new byte[] { '\r', '\n' });
		}
		return request.toByteArray();
	}

	private static Object reply(InputStream in) throws IOException {
		String line = line(in);
		String rest = line.substring(1);
		return switch (line.charAt(0)) {
			case ':' -> Long.valueOf(rest);
			case '$' -> bulk(in, Integer.parseInt(rest));
			case '*' -> list(in, Integer.parseInt(rest));
			default -> rest;
		};
	}

	private static byte[] bulk(InputStream in, int length) throws IOException {
		return (length < 0) ? null : java.util.Arrays.copyOf(in.readNBytes(length + 2), length);
	}

	private static List<Object> list(InputStream in, int size) throws IOException {
		List<Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(reply(in));
		}
		return list;
	}

	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = in.read(); next != '\r'; next = in.read()) {
			if (next < 0) {
				throw new EOFException("Redis closed the connection");
			}
			line.write(next);
		}
		in.read();
		return line.toString(StandardCharsets.UTF_8);
	}

}
