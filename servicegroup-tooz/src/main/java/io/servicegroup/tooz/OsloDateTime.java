package io.servicegroup.tooz;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts oslo.serialization's form of a Python datetime: a map of its fields, inside
 * extension 1. The name of a time zone is dropped.
 */
final class OsloDateTime {

	private OsloDateTime() {
	}

	static Map<String, Object> toMap(LocalDateTime time) {
		Map<String, Object> parts = new LinkedHashMap<>();
		parts.put("day", time.getDayOfMonth());
		parts.put("month", time.getMonthValue());
		parts.put("year", year(time.getYear()));
		parts.put("hour", time.getHour());
		parts.put("minute", time.getMinute());
		parts.put("second", time.getSecond());
		parts.put("microsecond", time.getNano() / 1000);
		return parts;
	}

	static LocalDateTime fromMap(Map<?, ?> map) {
		Map<String, Integer> parts = new HashMap<>();
		map.forEach((name, value) -> {
			if (value instanceof Long number) {
				parts.put(String.valueOf(name), Math.toIntExact(number));
			}
		});
		return LocalDateTime.of(year(part(parts, "year")), part(parts, "month"), part(parts, "day"),
				part(parts, "hour"), part(parts, "minute"), part(parts, "second"),
				Math.multiplyExact(part(parts, "microsecond"), 1000));
	}

	private static int year(int year) {
		if (year < 1 || year > 9999) {
			throw new SerializationException("The year " + year + " is outside of Python's range, 1 to 9999", null);
		}
		return year;
	}

	private static int part(Map<String, Integer> parts, String name) {
		Integer value = parts.get(name);
		if (value == null) {
			throw new IllegalArgumentException("a datetime without its " + name);
		}
		return value;
	}

}
