package io.servicegroup.tooz.memcached.client;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Encodes commands of the text protocol.
 */
final class TextRequests {

	private static final int MAX_KEY_LENGTH = 250;

	/** The server answers a command when it has all of it. */
	private static final int KEYS_IN_LINE = 500;

	private TextRequests() {
	}

	static byte[] statistics() {
		return bytes("stats\r\n");
	}

	static byte[] get(String verb, Collection<String> keys) {
		StringBuilder lines = new StringBuilder(16 + 24 * keys.size());
		int count = 0;
		for (String key : keys) {
			if (count % KEYS_IN_LINE == 0) {
				lines.append((count > 0) ? "\r\n" : "").append(verb);
			}
			append(lines, key);
			count++;
		}
		return bytes(lines.append("\r\n"));
	}

	/** Returns the number of commands in which {@link #get} asks for so many keys. */
	static int lines(int keys) {
		return (keys + KEYS_IN_LINE - 1) / KEYS_IN_LINE;
	}

	/** Encodes one {@code mg} for each key, see {@link Client#look}. */
	static byte[] metaGet(Map<String, String> flags) {
		StringBuilder lines = new StringBuilder(80 * flags.size());
		flags.forEach((key, values) -> append(lines.append("mg"), key).append(values).append("\r\n"));
		return bytes(lines);
	}

	/** Encodes a command for one key. */
	static byte[] line(String verb, String key, @Nullable Integer exptime) {
		StringBuilder line = append(new StringBuilder(verb), key);
		return bytes(((exptime != null) ? line.append(' ').append(exptime) : line).append("\r\n"));
	}

	/** Encodes a command that writes an item. */
	static byte[] store(String verb, String key, int exptime, Item item, @Nullable Long version) {
		StringBuilder line = append(new StringBuilder(verb), key).append(' ')
			.append(item.flags())
			.append(' ')
			.append(exptime)
			.append(' ')
			.append(item.data().length);
		byte[] head = bytes(((version != null) ? line.append(' ').append(version) : line).append("\r\n"));
		byte[] request = new byte[head.length + item.data().length + 2];
		System.arraycopy(head, 0, request, 0, head.length);
		System.arraycopy(item.data(), 0, request, head.length, item.data().length);
		request[request.length - 2] = '\r';
		request[request.length - 1] = '\n';
		return request;
	}

	private static StringBuilder append(StringBuilder line, String key) {
		return line.append(' ').append(requireKey(key));
	}

	/** Refuses a key that would end the command, or that the server would refuse. */
	static String requireKey(String key) {
		int length = key.length();
		boolean isValid = length > 0 && length <= MAX_KEY_LENGTH;
		for (int i = 0; i < length && isValid; i++) {
			isValid = key.charAt(i) > ' ';
		}
		if (!isValid) {
			throw new IllegalArgumentException("Not a key: '" + key + "'");
		}
		return key;
	}

	private static byte[] bytes(CharSequence text) {
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

}
