package io.servicegroup.tooz;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CodingErrorAction;
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
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Turns msgpack into values, see {@link Capabilities}. The bytes come from a store that
 * others write to: whatever they are, they cost time and memory in proportion to their
 * number.
 */
final class CapabilitiesUnpacker {

	/**
	 * Bytes that are no UTF-8 are an error, as in Python, rather than a replaced text.
	 */
	private static final MessagePack.UnpackerConfig STRICT = new MessagePack.UnpackerConfig()
		.withActionOnMalformedString(CodingErrorAction.REPORT)
		.withActionOnUnmappableString(CodingErrorAction.REPORT)
		// Last, as the others forget it. A few bytes must not cost much.
		.withStringDecoderBufferSize(64);

	private static final Pattern UUID_HEX = Pattern
		.compile("(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");

	/**
	 * A set of more could be made of values that collide, and would cost the square of
	 * their number.
	 */
	private static final int MANY = 1000;

	/** Those that a table of hashes sorts where they collide, or which do not. */
	private static final Set<@Nullable Class<?>> SORTABLE = Set.of(String.class, Long.class, Double.class, UUID.class,
			byte[].class);

	/**
	 * Far more than capabilities need. An empty map is one byte in the store, but dozens
	 * in memory.
	 */
	private static final int MOST_CONTAINERS = 100_000;

	/** A container's first room, whatever its header promises. */
	private static final int FIRST_ROOM = 10;

	/** No header may promise more elements than there are bytes. */
	private final int limit;

	private final MessageUnpacker unpacker;

	private int containers;

	private CapabilitiesUnpacker(MessageUnpacker unpacker, int limit) {
		this.unpacker = unpacker;
		this.limit = limit;
	}

	static @Nullable Object unpack(byte[] bytes) {
		try {
			return unpackWhole(bytes);
		}
		catch (IOException | MessagePackException | ClassCastException | IllegalArgumentException | ArithmeticException
				| DateTimeException ex) {
			throw new SerializationException("Not a msgpack value: " + ex, ex);
		}
	}

	private static @Nullable Object unpackWhole(byte[] bytes) throws IOException {
		try (MessageUnpacker unpacker = STRICT.newUnpacker(bytes)) {
			Object value = new CapabilitiesUnpacker(unpacker, bytes.length).value(0);
			if (unpacker.hasNext()) {
				throw new SerializationException("Bytes are left over behind the msgpack value", null);
			}
			return value;
		}
	}

	private @Nullable Object value(int depth) throws IOException {
		if (depth > Capabilities.DEEPEST) {
			throw new SerializationException("Nested deeper than " + Capabilities.DEEPEST + " levels", null);
		}
		return switch (this.unpacker.getNextFormat().getValueType()) {
			case NIL -> {
				this.unpacker.unpackNil();
				yield null;
			}
			case BOOLEAN -> this.unpacker.unpackBoolean();
			case INTEGER -> integer();
			case FLOAT -> this.unpacker.unpackDouble();
			case STRING -> this.unpacker.unpackString();
			case BINARY -> payload(this.unpacker.unpackBinaryHeader());
			case ARRAY -> list(depth);
			case MAP -> map(depth);
			case EXTENSION -> extension(depth);
		};
	}

	private void countContainer() {
		if (++this.containers > MOST_CONTAINERS) {
			throw new SerializationException("More than " + MOST_CONTAINERS + " lists, maps and extensions", null);
		}
	}

	private int bounded(int promised) {
		if (promised > this.limit) {
			throw new SerializationException("A header promises " + promised + " elements in " + this.limit + " bytes",
					null);
		}
		return promised;
	}

	private byte[] payload(int promised) throws IOException {
		return this.unpacker.readPayload(bounded(promised));
	}

	private Number integer() throws IOException {
		if (this.unpacker.getNextFormat() != MessageFormat.UINT64) {
			return this.unpacker.unpackLong();
		}
		BigInteger number = this.unpacker.unpackBigInteger();
		if (number.bitLength() < 64) {
			return number.longValue();
		}
		return number;
	}

	private List<@Nullable Object> list(int depth) throws IOException {
		countContainer();
		int size = bounded(this.unpacker.unpackArrayHeader());
		List<@Nullable Object> list = new ArrayList<>(Math.min(size, FIRST_ROOM));
		for (int i = 0; i < size; i++) {
			list.add(value(depth + 1));
		}
		return list;
	}

	private Map<@Nullable Object, @Nullable Object> map(int depth) throws IOException {
		countContainer();
		int size = bounded(this.unpacker.unpackMapHeader());
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(Math.min(size, FIRST_ROOM) * 4 / 3 + 1);
		for (int i = 0; i < size; i++) {
			map.put(key(value(depth + 1)), value(depth + 1));
		}
		return map;
	}

	/**
	 * As in Python. Others could be made to collide, and would cost the square of their
	 * number.
	 */
	private static Object key(@Nullable Object key) {
		if (key instanceof String || key instanceof byte[]) {
			return key;
		}
		throw new SerializationException("A map with a key that is neither text nor bytes", null);
	}

	private @Nullable Object extension(int depth) throws IOException {
		countContainer();
		ExtensionTypeHeader header = this.unpacker.unpackExtensionTypeHeader();
		int length = bounded(header.getLength());
		return switch (header.getType()) {
			case Capabilities.UUID_TYPE -> uuid(payload(length));
			case Capabilities.DATETIME_TYPE -> OsloDateTime.fromMap((Map<?, ?>) nested(length, depth + 1));
			case Capabilities.SET_TYPE, Capabilities.FROZENSET_TYPE -> set((List<?>) nested(length, depth + 1));
			default -> new Capabilities.Opaque(header.getType(), payload(length));
		};
	}

	/** As in Python, whose sets hold nothing that can change. */
	private static Set<@Nullable Object> set(List<?> elements) {
		if (elements.isEmpty()) {
			return new LinkedHashSet<>();
		}
		Set<@Nullable Class<?>> types = new HashSet<>();
		for (Object element : elements) {
			if (element instanceof List<?> || element instanceof Map<?, ?> || element instanceof Set<?>) {
				throw new SerializationException("A set with a set, a list or a map in it", null);
			}
			types.add((element != null) ? element.getClass() : null);
		}
		if (elements.size() > MANY && (types.size() > 1 || !SORTABLE.containsAll(types))) {
			throw new SerializationException("A set of more than " + MANY + " values of different types", null);
		}
		return new LinkedHashSet<>(elements);
	}

	/**
	 * The value that fills an extension: from the same bytes, as a copy for each costs.
	 */
	private Object nested(int length, int depth) throws IOException {
		long end = this.unpacker.getTotalReadBytes() + length;
		Object value = value(depth);
		if (this.unpacker.getTotalReadBytes() != end) {
			throw new SerializationException("An extension that does not hold exactly one value", null);
		}
		if (value == null) {
			throw new SerializationException("nil in an extension that holds a container", null);
		}
		return value;
	}

	private static UUID uuid(byte[] hex) {
		Matcher parts = UUID_HEX.matcher(new String(hex, StandardCharsets.US_ASCII));
		if (!parts.matches()) {
			throw new SerializationException("A UUID that is not 32 hexadecimal digits", null);
		}
		return UUID.fromString(parts.replaceFirst("$1-$2-$3-$4-$5"));
	}

}
