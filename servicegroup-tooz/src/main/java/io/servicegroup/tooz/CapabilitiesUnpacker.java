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

import io.servicegroup.tooz.format.MsgpackBuffers;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Decodes msgpack, see {@link Capabilities}. The bytes are untrusted, as other processes
 * write to the store: decoding takes time and memory in proportion to their number.
 */
final class CapabilitiesUnpacker {

	static {
		MsgpackBuffers.choose();
	}

	/**
	 * Rejects text that is not valid UTF-8, as Python does, instead of replacing
	 * characters.
	 */
	private static final MessagePack.UnpackerConfig STRICT = new MessagePack.UnpackerConfig()
		.withActionOnMalformedString(CodingErrorAction.REPORT)
		.withActionOnUnmappableString(CodingErrorAction.REPORT)
		// Set last, as the other setters reset it. Small, so that short input stays
		// cheap.
		.withStringDecoderBufferSize(64);

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

	/** The number of bytes: no header may declare more elements. */
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
				throw new SerializationException("There are further bytes after the msgpack value", null);
			}
			return value;
		}
	}

	private @Nullable Object value(int depth) throws IOException {
		if (depth > Capabilities.MAX_DEPTH) {
			throw new SerializationException(
					"Capabilities are nested deeper than " + Capabilities.MAX_DEPTH + " levels", null);
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
		if (++this.containers > MAX_CONTAINERS) {
			throw new SerializationException("More than " + MAX_CONTAINERS + " lists, maps and extensions", null);
		}
	}

	private int bounded(int declared) {
		if (declared > this.limit) {
			throw new SerializationException("A header declares " + declared + " elements in " + this.limit + " bytes",
					null);
		}
		return declared;
	}

	private byte[] payload(int declared) throws IOException {
		return this.unpacker.readPayload(bounded(declared));
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
		List<@Nullable Object> list = new ArrayList<>(Math.min(size, INITIAL_CAPACITY));
		for (int i = 0; i < size; i++) {
			list.add(value(depth + 1));
		}
		return list;
	}

	private Map<@Nullable Object, @Nullable Object> map(int depth) throws IOException {
		countContainer();
		int size = bounded(this.unpacker.unpackMapHeader());
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
	private Object nested(int length, int depth) throws IOException {
		long end = this.unpacker.getTotalReadBytes() + length;
		Object value = value(depth);
		if (this.unpacker.getTotalReadBytes() != end) {
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
