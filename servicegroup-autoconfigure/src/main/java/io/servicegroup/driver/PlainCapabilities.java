package io.servicegroup.driver;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Converts capabilities between the store's format and immutable text, numbers, booleans,
 * lists and maps, which applications can read, compare and show. For the exact types, use
 * the coordinator.
 */
public final class PlainCapabilities {

	private static final char REPLACED = '\uFFFD';

	private PlainCapabilities() {
	}

	/**
	 * Converts unpacked capabilities. {@code nil} or no bytes, as members of tooz write
	 * without capabilities, give an empty map. A value that is not a map is returned
	 * under the key {@code value}.
	 * @param capabilities the unpacked value
	 * @return the capabilities for applications
	 */
	public static Map<String, @Nullable Object> of(@Nullable Object capabilities) {
		if (capabilities instanceof Map<?, ?> map) {
			return map(map);
		}
		if (capabilities == null || (capabilities instanceof byte[] bytes && bytes.length == 0)) {
			return Map.of();
		}
		return Collections.singletonMap("value", plain(capabilities));
	}

	/**
	 * Unpacks capabilities.
	 * @param bytes the bytes in the store
	 * @return the capabilities for applications
	 * @throws SerializationException if it is not msgpack
	 */
	public static Map<String, @Nullable Object> unpacked(byte @Nullable [] bytes) {
		return of((bytes != null) ? Capabilities.decode(bytes) : null);
	}

	/**
	 * Packs capabilities.
	 * @param capabilities the capabilities of this member
	 * @return the bytes for the store
	 * @throws InvalidServiceGroupException if a value cannot be packed
	 */
	public static byte[] packed(Map<String, ?> capabilities) {
		try {
			return Capabilities.encode(capabilities);
		}
		catch (SerializationException ex) {
			throw new InvalidServiceGroupException("Invalid capabilities: " + ex.getMessage() + ".",
					"Use text, numbers, booleans, lists and maps.", ex);
		}
	}

	private static Map<String, @Nullable Object> map(Map<?, ?> map) {
		if (map.isEmpty()) {
			return Collections.emptyMap();
		}
		Map<String, @Nullable Object> plain = new LinkedHashMap<>(map.size() * 4 / 3 + 1);
		map.forEach((key, value) -> plain.put(String.valueOf(plain(key)), plain(value)));
		return Collections.unmodifiableMap(plain);
	}

	private static @Nullable Object plain(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
			return value;
		}
		if (value instanceof Map<?, ?> map) {
			return map(map);
		}
		if (value instanceof Collection<?> values) {
			if (values.isEmpty()) {
				return Collections.emptyList();
			}
			List<@Nullable Object> list = new ArrayList<>(values.size());
			values.forEach((element) -> list.add(plain(element)));
			return Collections.unmodifiableList(list);
		}
		if (value instanceof byte[] bytes) {
			return text(bytes);
		}
		return (value instanceof Capabilities.Opaque opaque) ? text(opaque.data()) : value.toString();
	}

	private static String text(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		if (text.indexOf(REPLACED) < 0) {
			return text;
		}
		// The bytes are either not UTF-8, or contain this very character.
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			return Base64.getEncoder().encodeToString(bytes);
		}
	}

}
