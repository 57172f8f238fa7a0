package io.servicegroup.tooz.memcached.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A value as memcached stores it.
 *
 * @param flags the type of the data: {@link #RAW} or {@link #MSGPACK}, as in tooz
 * @param data the bytes
 */
public record Item(int flags, byte[] data) {

	/** The flags of data that is not encoded. */
	public static final int RAW = 1;

	/** The flags of data in msgpack. */
	public static final int MSGPACK = 2;

	/**
	 * Creates an item with the UTF-8 bytes of a text.
	 * @param text the text
	 * @return the item
	 */
	public static Item raw(String text) {
		return new Item(RAW, text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Creates an item with msgpack data.
	 * @param packed the data
	 * @return the item
	 */
	public static Item msgpack(byte[] packed) {
		return new Item(MSGPACK, packed);
	}

	/**
	 * Compares flags and bytes, unlike {@link #equals}.
	 * @param other another item
	 * @return whether both are equal
	 */
	public boolean isSame(Item other) {
		return this.flags == other.flags && Arrays.equals(this.data, other.data);
	}

}
