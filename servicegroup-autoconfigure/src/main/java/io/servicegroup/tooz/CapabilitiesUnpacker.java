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
		// Last, as the others forget it. Each extension is given its own: a few bytes
		// must not cost much.
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

	/** No header may promise more elements than there are bytes. */
	private final int limit;

	private final MessageUnpacker unpacker;

	private CapabilitiesUnpacker(MessageUnpacker unpacker, int limit) {
		this.unpacker = unpacker;
		this.limit = limit;
	}

	static @Nullable Object unpack(byte[] bytes) {
		try {
			return unpack(bytes, 0);
		}
		catch (IOException | MessagePackException | ClassCastException | IllegalArgumentException | ArithmeticException
				| DateTimeException ex) {
			throw new SerializationError("Not a msgpack value: " + ex, ex);
		}
	}

	private static @Nullable Object unpack(byte[] bytes, int depth) throws IOException {
		try (MessageUnpacker unpacker = STRICT.newUnpacker(bytes)) {
			Object value = new CapabilitiesUnpacker(unpacker, bytes.length).value(depth);
			if (unpacker.hasNext()) {
				throw new SerializationError("Bytes are left over behind the msgpack value", null);
			}
			return value;
		}
	}

	private @Nullable Object value(int depth) throws IOException {
		if (depth > Capabilities.DEEPEST) {
			throw new SerializationError("Nested deeper than " + Capabilities.DEEPEST + " levels", null);
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

	private int bounded(int promised) {
		if (promised > this.limit) {
			throw new SerializationError("A header promises " + promised + " elements in " + this.limit + " bytes",
					null);
		}
		return promised;
	}

	private byte[] payload(int promised) throws IOException {
		return this.unpacker.readPayload(bounded(promised));
	}

	private Number integer() throws IOException {
		BigInteger number = this.unpacker.unpackBigInteger();
		if (number.bitLength() < 64) {
			return number.longValue();
		}
		return number;
	}

	private List<@Nullable Object> list(int depth) throws IOException {
		int size = bounded(this.unpacker.unpackArrayHeader());
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(value(depth + 1));
		}
		return list;
	}

	private Map<@Nullable Object, @Nullable Object> map(int depth) throws IOException {
		int size = bounded(this.unpacker.unpackMapHeader());
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
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
		throw new SerializationError("A map with a key that is neither text nor bytes", null);
	}

	private @Nullable Object extension(int depth) throws IOException {
		ExtensionTypeHeader header = this.unpacker.unpackExtensionTypeHeader();
		byte[] data = payload(header.getLength());
		return switch (header.getType()) {
			case Capabilities.UUID_TYPE -> uuid(data);
			case Capabilities.DATETIME_TYPE -> OsloDateTime.fromMap((Map<?, ?>) nested(data, depth + 1));
			case Capabilities.SET_TYPE, Capabilities.FROZENSET_TYPE -> set((List<?>) nested(data, depth + 1));
			default -> new Capabilities.Opaque(header.getType(), data);
		};
	}

	/** As in Python, whose sets hold nothing that can change. */
	private static Set<@Nullable Object> set(List<?> elements) {
		Set<@Nullable Class<?>> types = new HashSet<>();
		for (Object element : elements) {
			if (element instanceof List<?> || element instanceof Map<?, ?> || element instanceof Set<?>) {
				throw new SerializationError("A set with a set, a list or a map in it", null);
			}
			types.add((element != null) ? element.getClass() : null);
		}
		if (elements.size() > MANY && (types.size() > 1 || !SORTABLE.containsAll(types))) {
			throw new SerializationError("A set of more than " + MANY + " values of different types", null);
		}
		return new LinkedHashSet<>(elements);
	}

	private static Object nested(byte[] data, int depth) throws IOException {
		Object value = unpack(data, depth);
		if (value == null) {
			throw new SerializationError("nil in an extension that holds a container", null);
		}
		return value;
	}

	private static UUID uuid(byte[] hex) {
		Matcher parts = UUID_HEX.matcher(new String(hex, StandardCharsets.US_ASCII));
		if (!parts.matches()) {
			throw new SerializationError("A UUID that is not 32 hexadecimal digits", null);
		}
		return UUID.fromString(parts.replaceFirst("$1-$2-$3-$4-$5"));
	}

}
