package io.servicegroup.tooz.memcached.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A command of the binary protocol.
 */
final class BinaryRequest {

	/** The length of the header of commands and replies. */
	static final int HEADER_LENGTH = 24;

	static final int SET = 0x01;

	static final int ADD = 0x02;

	static final int DELETE = 0x04;

	/** Has no reply if there is no item. */
	static final int GET_QUIETLY = 0x09;

	/** Does nothing but reply. */
	static final int END = 0x0a;

	static final int STATISTICS = 0x10;

	static final int TOUCH = 0x1c;

	static final int AUTHENTICATE = 0x21;

	private static final byte MAGIC = (byte) 0x80;

	private final int opcode;

	private final byte[] key;

	private final byte[] value;

	private final long version;

	private final int[] extras;

	/**
	 * Creates a command.
	 * @param version the version that the item must have, or 0 for any
	 * @param extras the numbers before the key
	 */
	BinaryRequest(int opcode, byte[] key, byte[] value, long version, int... extras) {
		this.opcode = opcode;
		this.key = key;
		this.value = value;
		this.version = version;
		this.extras = extras;
	}

	static byte[] key(String key) {
		return TextRequests.requireKey(key).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Encodes the command.
	 * @param number a number that the reply has, too
	 */
	byte[] encode(int number) {
		int extrasLength = Integer.BYTES * this.extras.length;
		int length = extrasLength + this.key.length + this.value.length;
		ByteBuffer bytes = ByteBuffer.allocate(HEADER_LENGTH + length)
			.put(MAGIC)
			.put((byte) this.opcode)
			.putShort((short) this.key.length)
			.put((byte) extrasLength)
			.put((byte) 0)
			.putShort((short) 0)
			.putInt(length)
			.putInt(number)
			.putLong(this.version);
		for (int each : this.extras) {
			bytes.putInt(each);
		}
		return bytes.put(this.key).put(this.value).array();
	}

}
