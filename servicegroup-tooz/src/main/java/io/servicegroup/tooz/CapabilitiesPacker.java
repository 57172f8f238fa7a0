package io.servicegroup.tooz;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.servicegroup.tooz.format.MsgpackBuffers;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/**
 * Encodes values as msgpack, see {@link Capabilities}.
 */
final class CapabilitiesPacker {

	static {
		MsgpackBuffers.choose();
	}

	private CapabilitiesPacker() {
	}

	static byte[] pack(@Nullable Object value, int depth) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			pack(packer, value, depth);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new SerializationException("Cannot encode the capabilities: " + ex.getMessage(), ex);
		}
	}

	private static void pack(MessagePacker packer, @Nullable Object value, int depth) throws IOException {
		if (depth > Capabilities.MAX_DEPTH) {
			throw new SerializationException(
					"Capabilities are nested deeper than " + Capabilities.MAX_DEPTH + " levels", null);
		}
		if (value == null) {
			packer.packNil();
		}
		else if (value instanceof Map<?, ?> map) {
			packer.packMapHeader(map.size());
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				pack(packer, key(entry.getKey()), depth + 1);
				pack(packer, entry.getValue(), depth + 1);
			}
		}
		else if (value instanceof Set<?> set) {
			set.forEach(CapabilitiesPacker::checkElement);
			packExtension(packer, Capabilities.SET_TYPE, pack(new ArrayList<>(set), depth + 1));
		}
		else if (value instanceof Iterable<?> values) {
			packList(packer, values, depth);
		}
		else {
			packScalar(packer, value);
		}
	}

	/**
	 * Returns the key if Python can read it. Python's msgpack rejects other keys; on
	 * memcached, one such member would make the whole group unreadable for Python.
	 */
	private static Object key(@Nullable Object key) {
		if (key instanceof String || key instanceof byte[] || key instanceof Enum<?> || key instanceof Character) {
			return key;
		}
		throw new SerializationException(
				"Capability key '" + key + "' is neither text nor bytes: tooz cannot read it, use text", null);
	}

	/** In Python, a set cannot contain mutable values. */
	private static void checkElement(@Nullable Object element) {
		if (element instanceof Iterable<?> || element instanceof Map<?, ?>) {
			throw new SerializationException("A set contains a set, a list or a map: tooz cannot read it, use a list",
					null);
		}
	}

	private static void packList(MessagePacker packer, Iterable<?> values, int depth) throws IOException {
		List<@Nullable Object> list = new ArrayList<>();
		values.forEach(list::add);
		packer.packArrayHeader(list.size());
		for (Object element : list) {
			pack(packer, element, depth + 1);
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
			packExtension(packer, Capabilities.UUID_TYPE,
					uuid.toString().replace("-", "").getBytes(StandardCharsets.US_ASCII));
		}
		else if (value instanceof LocalDateTime time) {
			packExtension(packer, Capabilities.DATETIME_TYPE, pack(OsloDateTime.toMap(time), 0));
		}
		else if (value instanceof ZonedDateTime time) {
			packExtension(packer, Capabilities.DATETIME_TYPE, pack(OsloDateTime.toMap(time), 0));
		}
		else if (value instanceof Capabilities.Opaque opaque) {
			packExtension(packer, opaque.type(), opaque.data());
		}
		else {
			throw new SerializationException(
					"Capability of type " + value.getClass().getName()
							+ " cannot be encoded as msgpack: use text, numbers, booleans, bytes, lists and maps",
					null);
		}
	}

	private static void packExtension(MessagePacker packer, int type, byte[] data) throws IOException {
		packer.packExtensionTypeHeader((byte) type, data.length).writePayload(data);
	}

}
