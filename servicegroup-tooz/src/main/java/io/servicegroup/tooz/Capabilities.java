package io.servicegroup.tooz;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the capabilities of members: msgpack as Python's oslo.serialization
 * writes it, with text as <em>str</em> and bytes as <em>bin</em>.
 * <p>
 * The Java types are {@code null}, {@link Boolean}, {@link Long} ({@link BigInteger}
 * above its range), {@link Double}, {@link String}, {@code byte[]}, {@link List},
 * {@link Map}, and for oslo's extensions {@link UUID}, {@link LocalDateTime} for a
 * datetime without a time zone, {@link ZonedDateTime} for one with a zone, and
 * {@link Set}. An unknown extension is kept as {@link Opaque}.
 * <p>
 * A zone is the name of a region, such as {@code Europe/Berlin}, or {@code UTC}. An
 * offset such as {@code UTC+02:00}, which Python writes but cannot read, is decoded and
 * not encoded. A zone with a name that Java does not know is dropped.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">msgpack</a>
 */
public final class Capabilities {

	static final int MAX_DEPTH = 64;

	static final int UUID_TYPE = 0;

	static final int DATETIME_TYPE = 1;

	static final int SET_TYPE = 4;

	static final int FROZENSET_TYPE = 5;

	private Capabilities() {
	}

	/**
	 * Encodes a value.
	 * @param value the value, of the types named above
	 * @return the bytes
	 * @throws SerializationException if msgpack has no type for a part of the value, or
	 * if tooz cannot read it: map keys that are neither text nor bytes, containers in a
	 * set, and times with an offset instead of a zone
	 */
	public static byte[] encode(@Nullable Object value) {
		return CapabilitiesPacker.pack(value, 0);
	}

	/**
	 * Decodes a value.
	 * @param bytes the bytes
	 * @return the value; its containers are mutable copies
	 * @throws SerializationException if the bytes are not exactly one msgpack value, or
	 * are nested deeper than 64 levels
	 */
	public static @Nullable Object decode(byte[] bytes) {
		return CapabilitiesUnpacker.unpack(bytes);
	}

	/**
	 * A msgpack extension that this project does not interpret.
	 *
	 * @param type the extension's type number
	 * @param data the extension's content
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
