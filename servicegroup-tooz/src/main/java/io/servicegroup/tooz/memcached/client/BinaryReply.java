package io.servicegroup.tooz.memcached.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A reply in the binary protocol, of one frame or several.
 *
 * @param <T> the type of the reply
 */
abstract class BinaryReply<T extends @Nullable Object> extends PendingReply<T> {

	private static final byte MAGIC = (byte) 0x81;

	private static final int DONE = 0;

	private static final int NOT_FOUND = 1;

	private static final int EXISTS = 2;

	private static final int NOT_STORED = 5;

	private @Nullable Frame frame;

	private int filled;

	BinaryReply(Receiver receiver, Collection<String> keys) {
		super(receiver, keys);
	}

	@Override
	boolean read(ReplyBuffer in) throws IOException {
		while (true) {
			Frame current = this.frame;
			if (current == null) {
				ByteBuffer header = in.next(BinaryRequest.HEADER_LENGTH);
				if (header == null) {
					return false;
				}
				current = Frame.of(header);
				this.frame = current;
				this.filled = 0;
			}
			this.filled += in.take(current.body(), this.filled);
			if (this.filled < current.body().length) {
				return false;
			}
			this.frame = null;
			if (read(current)) {
				return true;
			}
		}
	}

	/** Reads a frame. Returns whether it was the last one. */
	abstract boolean read(Frame frame) throws IOException;

	/**
	 * A part of a reply.
	 *
	 * @param opcode that of the command
	 * @param number the number of the command
	 * @param status 0, or why the command was not carried out
	 * @param version the version of the item
	 * @param extrasLength the number of bytes before the key
	 * @param keyLength the number of bytes of the key
	 * @param body the extras, the key and the value
	 */
	record Frame(int opcode, int number, int status, long version, int extrasLength, int keyLength, byte[] body) {

		/** More than the server stores. */
		private static final int MAX_LENGTH = 1 << 30;

		static Frame of(ByteBuffer header) throws IOException {
			byte magic = header.get();
			int opcode = header.get();
			int keyLength = Short.toUnsignedInt(header.getShort());
			int extrasLength = Byte.toUnsignedInt(header.get());
			header.get();
			int status = Short.toUnsignedInt(header.getShort());
			int length = header.getInt();
			if (magic != MAGIC || length < extrasLength + keyLength || length > MAX_LENGTH) {
				throw new IOException("Unexpected reply: it is not memcached's binary protocol");
			}
			return new Frame(opcode, header.getInt(), status, header.getLong(), extrasLength, keyLength,
					new byte[length]);
		}

		int flags() {
			return (this.extrasLength >= Integer.BYTES) ? ByteBuffer.wrap(this.body).getInt() : 0;
		}

		String key() {
			return new String(this.body, this.extrasLength, this.keyLength, StandardCharsets.UTF_8);
		}

		byte[] value() {
			return Arrays.copyOfRange(this.body, this.extrasLength + this.keyLength, this.body.length);
		}

		/** Returns why the command was not carried out. */
		String error() {
			return (this.body.length > 0) ? new String(value(), StandardCharsets.UTF_8) : "status " + this.status;
		}

	}

	/** The reply to a command that changes an item. */
	static final class Status extends BinaryReply<Boolean> {

		Status(Receiver receiver, String key) {
			super(receiver, List.of(key));
		}

		@Override
		boolean read(Frame frame) {
			switch (frame.status()) {
				case DONE -> complete(true);
				case NOT_FOUND, EXISTS, NOT_STORED -> complete(false);
				default -> refuse(frame.error());
			}
			return true;
		}

	}

	/**
	 * The replies to {@link BinaryRequest#GET_QUIETLY} for each key, until
	 * {@link BinaryRequest#END}.
	 *
	 * @param <V> the type of an item
	 * @param <T> the type of the reply
	 */
	static final class Items<V, T extends @Nullable Object> extends BinaryReply<T> {

		private final List<String> keys;

		private final ItemParser<V> parser;

		private final Function<Map<String, V>, T> result;

		private final Map<String, V> found;

		/**
		 * Creates a reply.
		 * @param keys the keys in the order of the commands' numbers
		 * @param parser creates what is kept of an item
		 * @param result returns the reply from the items that were found
		 */
		Items(Receiver receiver, List<String> keys, ItemParser<V> parser, Function<Map<String, V>, T> result) {
			super(receiver, keys);
			this.keys = keys;
			this.parser = parser;
			this.result = result;
			this.found = new HashMap<>(keys.size() * 4 / 3 + 1);
		}

		@Override
		boolean read(Frame frame) throws IOException {
			if (frame.status() == DONE && frame.opcode() == BinaryRequest.GET_QUIETLY) {
				if (frame.number() < 0 || frame.number() >= this.keys.size()) {
					throw new IOException("Unexpected reply to a command that was not sent");
				}
				this.found.put(this.keys.get(frame.number()),
						this.parser.parse(new Item(frame.flags(), frame.value()), frame.version()));
			}
			else if (frame.status() != DONE && frame.status() != NOT_FOUND) {
				refuse(frame.error());
			}
			if (frame.opcode() != BinaryRequest.END) {
				return false;
			}
			// Without effect after a refusal.
			complete(this.result.apply(this.found));
			return true;
		}

	}

	/**
	 * The replies to {@link BinaryRequest#STATISTICS}: one for each, and an empty one.
	 */
	static final class Statistics extends BinaryReply<Map<String, String>> {

		private final Map<String, String> values = new HashMap<>();

		Statistics(Receiver receiver) {
			super(receiver, List.of("stats"));
		}

		@Override
		boolean read(Frame frame) {
			if (frame.status() != DONE) {
				refuse(frame.error());
				return true;
			}
			if (frame.keyLength() == 0) {
				complete(this.values);
				return true;
			}
			this.values.put(frame.key(), new String(frame.value(), StandardCharsets.UTF_8));
			return false;
		}

	}

}
