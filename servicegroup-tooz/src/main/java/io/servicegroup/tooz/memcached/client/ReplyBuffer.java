package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that have arrived on a connection and were not used yet. For one thread at a
 * time.
 */
final class ReplyBuffer {

	private static final int MAX_SIZE = 1 << 16;

	private byte[] bytes = new byte[1 << 13];

	private int start;

	private int end;

	/** The current line, without its end. */
	private int lineStart;

	private int lineEnd;

	/** Returns the free space, which {@link #added} then fills. */
	ByteBuffer space() throws IOException {
		if (this.start > 0) {
			System.arraycopy(this.bytes, this.start, this.bytes, 0, this.end - this.start);
			this.end -= this.start;
			this.start = 0;
		}
		if (this.end == this.bytes.length) {
			if (this.bytes.length >= MAX_SIZE) {
				throw new IOException("A line of the reply is too long");
			}
			grow();
		}
		return ByteBuffer.wrap(this.bytes, this.end, this.bytes.length - this.end);
	}

	/** Adds bytes that were read into the free space. */
	void added(int count) {
		this.end += count;
		if (this.end == this.bytes.length && this.bytes.length < MAX_SIZE) {
			// There is more to read.
			grow();
		}
	}

	private void grow() {
		this.bytes = Arrays.copyOf(this.bytes, this.bytes.length * 2);
	}

	/** Moves on to the next line. Returns whether all of it has arrived. */
	boolean nextLine() {
		for (int i = this.start; i < this.end; i++) {
			if (this.bytes[i] == '\n') {
				this.lineStart = this.start;
				this.lineEnd = (i > this.start && this.bytes[i - 1] == '\r') ? i - 1 : i;
				this.start = i + 1;
				return true;
			}
		}
		return false;
	}

	String line() {
		return new String(this.bytes, this.lineStart, this.lineEnd - this.lineStart, StandardCharsets.UTF_8);
	}

	boolean lineIs(String text) {
		return this.lineEnd - this.lineStart == text.length() && lineBegins(text);
	}

	boolean lineBegins(String text) {
		return startsAt(this.lineStart, text);
	}

	private boolean startsAt(int from, String text) {
		if (this.lineEnd - from < text.length()) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (this.bytes[from + i] != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/** Returns the index behind the word of the line that begins at an index. */
	int wordEnd(int from) {
		int i = from;
		while (i < this.lineEnd && this.bytes[i] != ' ') {
			i++;
		}
		return i;
	}

	int lineStart() {
		return this.lineStart;
	}

	boolean isLineEnd(int index) {
		return index >= this.lineEnd;
	}

	boolean isWord(int from, int to, String text) {
		return to - from == text.length() && startsAt(from, text);
	}

	String word(int from, int to) {
		return new String(this.bytes, from, to - from, StandardCharsets.UTF_8);
	}

	/** Parses a decimal number. */
	long number(int from, int to) throws IOException {
		boolean isNegative = from < to && this.bytes[from] == '-';
		long number = 0;
		int i = isNegative ? from + 1 : from;
		if (i >= to || to - i > 20) {
			throw unexpected();
		}
		for (; i < to; i++) {
			int digit = this.bytes[i] - '0';
			if (digit < 0 || digit > 9) {
				throw unexpected();
			}
			number = number * 10 + digit;
		}
		return isNegative ? -number : number;
	}

	IOException unexpected() {
		String line = line();
		return new IOException("Unexpected reply '" + line.substring(0, Math.min(line.length(), 100)) + "'");
	}

	/** Moves on by a number of bytes, and returns them; null if they have not arrived. */
	@Nullable ByteBuffer next(int length) {
		if (this.end - this.start < length) {
			return null;
		}
		this.start += length;
		return ByteBuffer.wrap(this.bytes, this.start - length, length);
	}

	/** Copies bytes that have arrived, and returns how many. */
	int take(byte[] target, int filled) {
		int count = Math.min(target.length - filled, this.end - this.start);
		System.arraycopy(this.bytes, this.start, target, filled, count);
		this.start += count;
		return count;
	}

	/** Skips the end of a line. Returns whether it has arrived. */
	boolean skipLineEnd() {
		if (this.end - this.start < 2) {
			return false;
		}
		this.start += 2;
		return true;
	}

}
