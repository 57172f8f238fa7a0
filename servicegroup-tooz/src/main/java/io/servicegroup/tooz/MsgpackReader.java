package io.servicegroup.tooz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the parts of msgpack values. The library's reader is made for streams, and takes
 * several times as long for a short record; a listing decodes thousands of them. Throws
 * {@link IllegalArgumentException} if there are too few bytes.
 */
final class MsgpackReader {

	private final byte[] bytes;

	private int position;

	MsgpackReader(byte[] bytes) {
		this.bytes = bytes;
	}

	/** Returns how many bytes have not been read. */
	int remaining() {
		return this.bytes.length - this.position;
	}

	int unsigned8() {
		return this.bytes[skip(1)] & 0xff;
	}

	/** Reads a number without a sign. One of 8 bytes may exceed the range. */
	long unsigned(int length) {
		long number = 0;
		for (int i = skip(length), end = this.position; i < end; i++) {
			number = (number << 8) | (this.bytes[i] & 0xff);
		}
		return number;
	}

	/**
	 * Reads a number of bytes or elements. No more than there are bytes: an element has
	 * at least one, so a header cannot make the caller allocate more than that.
	 * @param length the length of the number
	 */
	int size(int length) {
		long size = unsigned(length);
		if (size > remaining()) {
			throw new IllegalArgumentException(
					"a header declares " + size + " bytes or elements in " + remaining() + " bytes");
		}
		return (int) size;
	}

	byte[] payload(int length) {
		byte[] payload = new byte[checked(length)];
		System.arraycopy(this.bytes, skip(length), payload, 0, length);
		return payload;
	}

	/** Reads text. Rejects what is not valid UTF-8, as Python does. */
	String text(int length) {
		int begin = skip(length);
		for (int i = begin; i < this.position; i++) {
			if (this.bytes[i] < 0) {
				return decoded(begin, length);
			}
		}
		return new String(this.bytes, begin, length, StandardCharsets.US_ASCII);
	}

	private String decoded(int begin, int length) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(this.bytes, begin, length)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("text is not UTF-8", ex);
		}
	}

	private int skip(int length) {
		int begin = this.position;
		this.position = begin + checked(length);
		return begin;
	}

	private int checked(int length) {
		if (length > remaining()) {
			throw new IllegalArgumentException(length + " bytes are declared, and " + remaining() + " are left");
		}
		return length;
	}

}
