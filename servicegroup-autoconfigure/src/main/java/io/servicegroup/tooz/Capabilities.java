package io.servicegroup.tooz;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

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

	private static final int DEEPEST = 64;

	private static final int UUID_TYPE = 0;

	private static final int DATETIME_TYPE = 1;

	private static final int SET_TYPE = 4;

	private static final int FROZENSET_TYPE = 5;

	private Capabilities() {
	}

	/**
	 * Packs a value.
	 * @param value the value, of the types named above
	 * @return the bytes
	 * @throws SerializationError if a part of it has no counterpart in msgpack
	 */
	public static byte[] encode(@Nullable Object value) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			pack(packer, value, 0);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new SerializationError("Cannot pack: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Unpacks a value.
	 * @param bytes the bytes
	 * @return the value; its containers are mutable and its own
	 * @throws SerializationError if the bytes are not exactly one msgpack value, or nest
	 * deeper than 64 levels
	 */
	public static @Nullable Object decode(byte[] bytes) {
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
			Object value = unpack(unpacker, 0, bytes.length);
			if (unpacker.hasNext()) {
				throw new SerializationError("Bytes are left over behind the msgpack value", null);
			}
			return value;
		}
		catch (IOException | MessagePackException | ClassCastException | IllegalArgumentException
				| java.time.DateTimeException ex) {
			throw new SerializationError("Not a msgpack value: " + ex, ex);
		}
	}

	private static void pack(MessagePacker packer, @Nullable Object value, int depth) throws IOException {
		if (depth > DEEPEST) {
			throw new SerializationError("Nested deeper than " + DEEPEST + " levels", null);
		}
		if (value == null) {
			packer.packNil();
		}
		else if (value instanceof Map<?, ?> map) {
			packer.packMapHeader(map.size());
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				pack(packer, entry.getKey(), depth + 1);
				pack(packer, entry.getValue(), depth + 1);
			}
		}
		else if (value instanceof Set<?> set) {
			packExtension(packer, SET_TYPE, encode(new ArrayList<>(set)));
		}
		else if (value instanceof Iterable<?> values) {
			List<Object> list = new ArrayList<>();
			values.forEach(list::add);
			packer.packArrayHeader(list.size());
			for (Object element : list) {
				pack(packer, element, depth + 1);
			}
		}
		else {
			packScalar(packer, value);
		}
	}

	private static void packScalar(MessagePacker packer, Object value) throws IOException {
		if (value instanceof String || value instanceof Enum<?> || value instanceof Character) {
			packer.packString(value.toString());
		}
		else if (value instanceof Boolean flag) {
			packer.packBoolean(flag);
		}
		else if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
			packer.packLong(((Number) value).longValue());
		}
		else if (value instanceof BigInteger number && number.bitLength() <= 64
				&& number.compareTo(BigInteger.valueOf(Long.MIN_VALUE)) >= 0) {
			packer.packBigInteger(number);
		}
		else if (value instanceof Double || value instanceof Float) {
			packer.packDouble(((Number) value).doubleValue());
		}
		else if (value instanceof byte[] bytes) {
			packer.packBinaryHeader(bytes.length).writePayload(bytes);
		}
		else {
			packExtension(packer, value);
		}
	}

	private static void packExtension(MessagePacker packer, Object value) throws IOException {
		if (value instanceof UUID uuid) {
			packExtension(packer, UUID_TYPE, uuid.toString().replace("-", "").getBytes(StandardCharsets.US_ASCII));
		}
		else if (value instanceof LocalDateTime time) {
			packExtension(packer, DATETIME_TYPE, encode(OsloDateTime.toMap(time)));
		}
		else if (value instanceof Opaque opaque) {
			packExtension(packer, opaque.type(), opaque.data());
		}
		else {
			throw new SerializationError(
					"A capability of type " + value.getClass().getName()
							+ " has no counterpart in msgpack: use text, numbers, booleans, bytes, lists and maps",
					null);
		}
	}

	private static void packExtension(MessagePacker packer, int type, byte[] data) throws IOException {
		packer.packExtensionTypeHeader((byte) type, data.length).writePayload(data);
	}

	private static @Nullable Object unpack(MessageUnpacker unpacker, int depth, int limit) throws IOException {
		if (depth > DEEPEST) {
			throw new SerializationError("Nested deeper than " + DEEPEST + " levels", null);
		}
		return switch (unpacker.getNextFormat().getValueType()) {
			case NIL -> {
				unpacker.unpackNil();
				yield null;
			}
			case BOOLEAN -> unpacker.unpackBoolean();
			case INTEGER -> integer(unpacker);
			case FLOAT -> unpacker.unpackDouble();
			case STRING -> unpacker.unpackString();
			case BINARY -> unpacker.readPayload(bounded(unpacker.unpackBinaryHeader(), limit));
			case ARRAY -> list(unpacker, depth, limit);
			case MAP -> map(unpacker, depth, limit);
			case EXTENSION -> extension(unpacker, depth, limit);
		};
	}

	/**
	 * No header may promise more elements than there are bytes: it would make us allocate
	 * what never comes.
	 */
	private static int bounded(int promised, int limit) {
		if (promised > limit) {
			throw new SerializationError("A header promises " + promised + " elements in " + limit + " bytes", null);
		}
		return promised;
	}

	private static Number integer(MessageUnpacker unpacker) throws IOException {
		BigInteger number = unpacker.unpackBigInteger();
		if (number.bitLength() < 64) {
			return number.longValue();
		}
		return number;
	}

	private static List<@Nullable Object> list(MessageUnpacker unpacker, int depth, int limit) throws IOException {
		int size = bounded(unpacker.unpackArrayHeader(), limit);
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = 0; i < size; i++) {
			list.add(unpack(unpacker, depth + 1, limit));
		}
		return list;
	}

	private static Map<@Nullable Object, @Nullable Object> map(MessageUnpacker unpacker, int depth, int limit)
			throws IOException {
		int size = bounded(unpacker.unpackMapHeader(), limit);
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			map.put(unpack(unpacker, depth + 1, limit), unpack(unpacker, depth + 1, limit));
		}
		return map;
	}

	private static @Nullable Object extension(MessageUnpacker unpacker, int depth, int limit) throws IOException {
		ExtensionTypeHeader header = unpacker.unpackExtensionTypeHeader();
		byte[] data = unpacker.readPayload(bounded(header.getLength(), limit));
		if (depth >= DEEPEST) {
			throw new SerializationError("Nested deeper than " + DEEPEST + " levels", null);
		}
		return switch (header.getType()) {
			case UUID_TYPE -> uuid(data);
			case DATETIME_TYPE -> OsloDateTime.fromMap((Map<?, ?>) nested(data, depth + 1));
			case SET_TYPE, FROZENSET_TYPE -> new LinkedHashSet<>((List<?>) nested(data, depth + 1));
			default -> new Opaque(header.getType(), data);
		};
	}

	private static Object nested(byte[] data, int depth) throws IOException {
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(data)) {
			Object value = unpack(unpacker, depth, data.length);
			if (value == null) {
				throw new SerializationError("nil in an extension that holds a container", null);
			}
			return value;
		}
	}

	private static UUID uuid(byte[] hex) {
		return UUID.fromString(new String(hex, StandardCharsets.US_ASCII)
			.replaceFirst("^(.{8})(.{4})(.{4})(.{4})(.{12})$", "$1-$2-$3-$4-$5"));
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
			return other instanceof Opaque that && this.type == that.type
					&& java.util.Arrays.equals(this.data, that.data);
		}

		@Override
		public int hashCode() {
			return 31 * this.type + java.util.Arrays.hashCode(this.data);
		}

	}

}
