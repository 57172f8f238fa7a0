package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value as memcached holds it.
 *
 * @param flags what it is: {@link #RAW} or {@link #MSGPACK}, as tooz has it
 * @param data its bytes
 */
record Item(int flags, byte[] data) {

	static final int RAW = 1;

	static final int MSGPACK = 2;

	static Item raw(String text) {
		return new Item(RAW, text.getBytes(StandardCharsets.UTF_8));
	}

	boolean isSame(Item other) {
		return this.flags == other.flags && Arrays.equals(this.data, other.data);
	}

	static Item msgpack(byte[] packed) {
		return new Item(MSGPACK, packed);
	}

}
