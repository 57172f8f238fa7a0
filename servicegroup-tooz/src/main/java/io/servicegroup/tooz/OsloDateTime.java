package io.servicegroup.tooz;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Converts oslo.serialization's form of a Python datetime: a map of its fields, inside
 * extension 1. A time zone is stored as its name, without an offset. Where clocks are set
 * back, that leaves two moments; Java takes the first, as Python's zoneinfo does.
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

	static Map<String, Object> toMap(ZonedDateTime time) {
		Map<String, Object> parts = toMap(time.toLocalDateTime());
		parts.put("tz", zone(time.getZone()));
		return parts;
	}

	private static String zone(ZoneId zone) {
		if (zone.equals(ZoneOffset.UTC)) {
			return "UTC";
		}
		if (!ZoneId.getAvailableZoneIds().contains(zone.getId())) {
			throw new SerializationException(
					"The time zone '" + zone + "' is an offset, not a region: tooz cannot read it, use a region or UTC",
					null);
		}
		return zone.getId();
	}

	/**
	 * Returns a {@link ZonedDateTime} if there is a zone that Java knows, else a
	 * {@link LocalDateTime}: Python cannot read other zones, either.
	 */
	static Temporal fromMap(Map<?, ?> map) {
		Map<String, Integer> parts = new HashMap<>();
		map.forEach((name, value) -> {
			if (value instanceof Long number) {
				parts.put(String.valueOf(name), Math.toIntExact(number));
			}
		});
		LocalDateTime time = LocalDateTime.of(year(part(parts, "year")), part(parts, "month"), part(parts, "day"),
				part(parts, "hour"), part(parts, "minute"), part(parts, "second"),
				Math.multiplyExact(part(parts, "microsecond"), 1000));
		ZoneId zone = zone(map.get("tz"));
		return (zone != null) ? time.atZone(zone) : time;
	}

	private static @Nullable ZoneId zone(@Nullable Object name) {
		try {
			return (name instanceof String text) ? ZoneId.of(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
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
