package io.servicegroup.tooz;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Capabilities as bytes: msgpack as Python's oslo.serialization writes it, text as
 * <em>str</em> and bytes as <em>bin</em>. Java's side: {@code null}, {@link Boolean},
 * integers ({@link Long}, {@link BigInteger} where needed), {@link Double},
 * {@link String}, {@code byte[]}, {@link List}, {@link Map} and oslo's extensions:
 * {@link UUID}, {@link LocalDateTime}, {@link Set}; an unknown extension is kept as
 * {@link Opaque}.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">msgpack</a>
 */
public final class Capabilities {

	static final int DEEPEST = 64;

	static final int UUID_TYPE = 0;

	static final int DATETIME_TYPE = 1;

	static final int SET_TYPE = 4;

	static final int FROZENSET_TYPE = 5;

	private Capabilities() {
	}

	/**
	 * Packs a value.
	 * @param value the value, of the types named above
	 * @return the bytes
	 * @throws SerializationException if a part of it has no counterpart in msgpack, or
	 * one that tooz cannot read: keys that are neither text nor bytes, containers in a
	 * set
	 */
	public static byte[] encode(@Nullable Object value) {
		return CapabilitiesPacker.pack(value, 0);
	}

	/**
	 * Unpacks a value.
	 * @param bytes the bytes
	 * @return the value; its containers are mutable and its own
	 * @throws SerializationException if the bytes are not exactly one msgpack value, or
	 * nest deeper than 64 levels
	 */
	public static @Nullable Object decode(byte[] bytes) {
		return CapabilitiesUnpacker.unpack(bytes);
	}

	/**
	 * A msgpack extension that this project does not interpret.
	 *
	 * @param type the extension's number
	 * @param data its content
	 */
	public record Opaque(byte type, byte[] data) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Opaque that && this.type == that.type && Arrays.equals(this.data, that.data);
		}

		@Override
		public int hashCode() {
			return 31 * this.type + Arrays.hashCode(this.data);
		}

	}

}
