package io.servicegroup.tooz;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Decodes msgpack, see {@link Capabilities}. The bytes are untrusted, as other processes
 * write to the store: decoding takes time and memory in proportion to their number.
 */
final class CapabilitiesUnpacker {

	private static final Pattern UUID_HEX = Pattern
		.compile("(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");

	/**
	 * The largest set that may mix types. In a larger one, values with colliding hashes
	 * would take quadratic time.
	 */
	private static final int MAX_MIXED_SET = 1000;

	/** Types whose values a hash table orders on collision, or which do not collide. */
	private static final Set<@Nullable Class<?>> COLLISION_SAFE = Set.of(String.class, Long.class, Double.class,
			UUID.class, byte[].class);

	/**
	 * Far more than capabilities need. An empty map takes one byte in the store, but
	 * dozens of bytes in memory.
	 */
	private static final int MAX_CONTAINERS = 100_000;

	/** The initial capacity of a container, whatever size its header declares. */
	private static final int INITIAL_CAPACITY = 10;

	private final MsgpackReader reader;

	private int containers;

	private CapabilitiesUnpacker(MsgpackReader reader) {
		this.reader = reader;
	}

	static @Nullable Object unpack(byte[] bytes) {
		try {
			return unpackWhole(bytes);
		}
		catch (ClassCastException | IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			throw new SerializationException("Not a msgpack value: " + ex, ex);
		}
	}

	private static @Nullable Object unpackWhole(byte[] bytes) {
		MsgpackReader reader = new MsgpackReader(bytes);
		Object value = new CapabilitiesUnpacker(reader).value(0);
		if (reader.remaining() > 0) {
			throw new SerializationException("There are further bytes after the msgpack value", null);
		}
		return value;
	}

	private @Nullable Object value(int depth) {
		if (depth > Capabilities.MAX_DEPTH) {
			throw new SerializationException(
					"Capabilities are nested deeper than " + Capabilities.MAX_DEPTH + " levels", null);
		}
		MsgpackReader in = this.reader;
		int head = in.unsigned8();
		return switch (head >> 4) {
			case 0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7 -> (long) head;
			case 0x8 -> map(head & 0x0f, depth);
			case 0x9 -> list(head & 0x0f, depth);
			case 0xa, 0xb -> in.text(head & 0x1f);
			case 0xe, 0xf -> (long) (byte) head;
			default -> value(head, depth);
		};
	}

	private @Nullable Object value(int head, int depth) {
		MsgpackReader in = this.reader;
		return switch (head) {
			case 0xc0 -> null;
			case 0xc2 -> false;
			case 0xc3 -> true;
			case 0xc4, 0xc5, 0xc6 -> in.payload(in.size(1 << (head - 0xc4)));
			case 0xc7, 0xc8, 0xc9 -> extension(in.size(1 << (head - 0xc7)), depth);
			case 0xca -> (double) Float.intBitsToFloat((int) in.unsigned(4));
			case 0xcb -> Double.longBitsToDouble(in.unsigned(8));
			case 0xcc, 0xcd, 0xce -> in.unsigned(1 << (head - 0xcc));
			case 0xcf -> unsigned64(in.unsigned(8));
			case 0xd0 -> (long) (byte) in.unsigned(1);
			case 0xd1 -> (long) (short) in.unsigned(2);
			case 0xd2 -> (long) (int) in.unsigned(4);
			case 0xd3 -> in.unsigned(8);
			case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1 << (head - 0xd4), depth);
			case 0xd9, 0xda, 0xdb -> in.text(in.size(1 << (head - 0xd9)));
			case 0xdc, 0xdd -> list(in.size(2 << (head - 0xdc)), depth);
			case 0xde, 0xdf -> map(in.size(2 << (head - 0xde)), depth);
			default -> throw new IllegalArgumentException("no value begins with the byte " + head);
		};
	}

	private static Number unsigned64(long bits) {
		// Not by a conditional expression, which would make both of the same type.
		if (bits >= 0) {
			return bits;
		}
		return new BigInteger(Long.toUnsignedString(bits));
	}

	private void countContainer() {
		if (++this.containers > MAX_CONTAINERS) {
			throw new SerializationException("More than " + MAX_CONTAINERS + " lists, maps and extensions", null);
		}
	}

	private List<@Nullable Object> list(int size, int depth) {
		countContainer();
		List<@Nullable Object> list = new ArrayList<>(Math.min(size, INITIAL_CAPACITY));
		for (int i = 0; i < size; i++) {
			list.add(value(depth + 1));
		}
		return list;
	}

	private Map<@Nullable Object, @Nullable Object> map(int size, int depth) {
		countContainer();
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(Math.min(size, INITIAL_CAPACITY) * 4 / 3 + 1);
		for (int i = 0; i < size; i++) {
			map.put(key(value(depth + 1)), value(depth + 1));
		}
		return map;
	}

	/**
	 * Returns the key if it is text or bytes, as in Python. Keys of other types could be
	 * chosen to collide, which takes quadratic time.
	 */
	private static Object key(@Nullable Object key) {
		if (key instanceof String || key instanceof byte[]) {
			return key;
		}
		throw new SerializationException("A map has a key that is neither text nor bytes", null);
	}

	private @Nullable Object extension(int length, int depth) {
		countContainer();
		byte type = (byte) this.reader.unsigned8();
		return switch (type) {
			case Capabilities.UUID_TYPE -> uuid(this.reader.payload(length));
			case Capabilities.DATETIME_TYPE -> OsloDateTime.fromMap((Map<?, ?>) nested(length, depth + 1));
			case Capabilities.SET_TYPE, Capabilities.FROZENSET_TYPE -> set((List<?>) nested(length, depth + 1));
			default -> new Capabilities.Opaque(type, this.reader.payload(length));
		};
	}

	/** Rejects containers in a set, as Python does: it cannot contain mutable values. */
	private static Set<@Nullable Object> set(List<?> elements) {
		if (elements.isEmpty()) {
			return new LinkedHashSet<>();
		}
		Set<@Nullable Class<?>> types = new HashSet<>();
		for (Object element : elements) {
			if (element instanceof List<?> || element instanceof Map<?, ?> || element instanceof Set<?>) {
				throw new SerializationException("A set contains a set, a list or a map", null);
			}
			types.add((element != null) ? element.getClass() : null);
		}
		if (elements.size() > MAX_MIXED_SET && (types.size() > 1 || !COLLISION_SAFE.containsAll(types))) {
			throw new SerializationException("A set of more than " + MAX_MIXED_SET + " values has different types",
					null);
		}
		return new LinkedHashSet<>(elements);
	}

	/**
	 * Decodes the value inside an extension, without copying its bytes.
	 */
	private Object nested(int length, int depth) {
		int after = this.reader.remaining() - length;
		Object value = value(depth);
		if (this.reader.remaining() != after) {
			throw new SerializationException("An extension does not contain exactly one value", null);
		}
		if (value == null) {
			throw new SerializationException("An extension contains nil instead of a container", null);
		}
		return value;
	}

	private static UUID uuid(byte[] hex) {
		Matcher parts = UUID_HEX.matcher(new String(hex, StandardCharsets.US_ASCII));
		if (!parts.matches()) {
			throw new SerializationException("A UUID is not 32 hexadecimal digits", null);
		}
		return UUID.fromString(parts.replaceFirst("$1-$2-$3-$4-$5"));
	}

}
