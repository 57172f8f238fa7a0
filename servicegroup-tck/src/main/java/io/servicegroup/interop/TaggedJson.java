package io.servicegroup.interop;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

/**
 * Converts capabilities to JSON and back. Values of types that JSON lacks are tagged in
 * the format of {@code tooz_member.py}. Tagged values can also be compared with
 * {@code equals}, unlike byte arrays.
 */
public final class TaggedJson {

	private static final JsonMapper MAPPER = new JsonMapper();

	private TaggedJson() {
	}

	static String write(Object value) {
		return MAPPER.writeValueAsString(tag(value));
	}

	static Object read(String json) {
		return untag(MAPPER.readValue(json, Object.class));
	}

	/** Replaces values of types that JSON lacks with tagged maps. */
	public static Object tag(Object value) {
		if (value instanceof byte[] bytes) {
			return Map.of("$bytes", HexFormat.of().formatHex(bytes));
		}
		if (value instanceof UUID uuid) {
			return Map.of("$uuid", uuid.toString());
		}
		if (value instanceof LocalDateTime time) {
			return Map.of("$datetime", time.toString());
		}
		if (value instanceof ZonedDateTime time) {
			return Map.of("$zoned", time.toLocalDateTime() + "[" + time.getZone() + "]");
		}
		if (value instanceof Set<?> set) {
			return Map.of("$set",
					set.stream().map(TaggedJson::tag).collect(Collectors.toCollection(LinkedHashSet::new)));
		}
		if (value instanceof List<?> list) {
			return list.stream().map(TaggedJson::tag).collect(Collectors.toList());
		}
		return (value instanceof Map<?, ?> map) ? each(map, TaggedJson::tag) : value;
	}

	private static Object untag(Object value) {
		if (value instanceof List<?> list) {
			return list.stream().map(TaggedJson::untag).collect(Collectors.toList());
		}
		if (!(value instanceof Map<?, ?> map)) {
			return (value instanceof Integer number) ? Long.valueOf(number) : value;
		}
		if (map.get("$bytes") instanceof String hex) {
			return HexFormat.of().parseHex(hex);
		}
		if (map.get("$uuid") instanceof String uuid) {
			return UUID.fromString(uuid);
		}
		if (map.get("$datetime") instanceof String time) {
			return LocalDateTime.parse(time);
		}
		if (map.get("$zoned") instanceof String time) {
			String[] parts = time.split("[\\[\\]]");
			return LocalDateTime.parse(parts[0]).atZone(ZoneId.of(parts[1]));
		}
		if (map.get("$set") instanceof List<?> set) {
			return set.stream().map(TaggedJson::untag).collect(Collectors.toCollection(LinkedHashSet::new));
		}
		return each(map, TaggedJson::untag);
	}

	private static Map<Object, Object> each(Map<?, ?> map, UnaryOperator<Object> change) {
		Map<Object, Object> changed = new LinkedHashMap<>();
		map.forEach((key, value) -> changed.put(key, change.apply(value)));
		return changed;
	}

}
