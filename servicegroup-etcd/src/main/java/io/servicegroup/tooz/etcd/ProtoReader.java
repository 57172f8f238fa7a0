package io.servicegroup.tooz.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.servicegroup.tooz.SerializationException;

/**
 * Reads the parts of a message in the format of protocol buffers. Not thread-safe.
 */
final class ProtoReader {

	/** Deeper than any answer to this project's transactions. */
	private static final int MAX_DEPTH = 16;

	private final byte[] buffer;

	private final int depth;

	private final int end;

	private int position;

	ProtoReader(byte[] message) {
		this(message, 0, message.length, 0);
	}

	private ProtoReader(byte[] buffer, int position, int end, int depth) {
		this.buffer = buffer;
		this.position = position;
		this.end = end;
		this.depth = depth;
	}

	boolean hasNext() {
		return this.position < this.end;
	}

	/** Reads the number of a field, times 8, plus its type on the wire. */
	int tag() {
		return (int) varint();
	}

	long varint() {
		long value = 0;
		for (int shift = 0; shift < 64; shift += 7) {
			if (this.position >= this.end) {
				throw malformed();
			}
			byte next = this.buffer[this.position++];
			value |= ((long) (next & 0x7f)) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw malformed();
	}

	byte[] bytes() {
		int length = length();
		this.position += length;
		return Arrays.copyOfRange(this.buffer, this.position - length, this.position);
	}

	/** Reads bytes as {@link EtcdKeys#raw}. */
	String raw() {
		int length = length();
		this.position += length;
		return new String(this.buffer, this.position - length, length, StandardCharsets.ISO_8859_1);
	}

	/** Reads a nested message. */
	ProtoReader message() {
		int length = length();
		if (this.depth == MAX_DEPTH) {
			throw malformed();
		}
		this.position += length;
		return new ProtoReader(this.buffer, this.position - length, this.position, this.depth + 1);
	}

	void skip(int tag) {
		switch (tag & 7) {
			case 0 -> varint();
			case 1 -> advance(checked(8));
			case 2 -> advance(length());
			case 5 -> advance(checked(4));
			default -> throw malformed();
		}
	}

	private void advance(int length) {
		this.position += length;
	}

	private int length() {
		return checked(varint());
	}

	private int checked(long length) {
		if (length < 0 || length > this.end - this.position) {
			throw malformed();
		}
		return (int) length;
	}

	private static SerializationException malformed() {
		return new SerializationException("Invalid answer of etcd by gRPC. Check that the URL's host is an etcd server",
				null);
	}

}
