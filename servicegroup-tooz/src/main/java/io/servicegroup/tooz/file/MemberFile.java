package io.servicegroup.tooz.file;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the files of groups and members, as tooz does.
 * {@code encoded = false} means that ids are written as bytes.
 */
final class MemberFile {

	/** The first byte of a member's record: a msgpack map with four entries. */
	static final byte FIRST_BYTE = (byte) 0x84;

	private MemberFile() {
	}

	static byte[] group(String group) {
		Map<String, @Nullable Object> record = new LinkedHashMap<>();
		record.put("group_id", group.getBytes(StandardCharsets.UTF_8));
		record.put("encoded", false);
		return Capabilities.encode(record);
	}

	static byte[] member(String member, byte[] capabilities, LocalDateTime joinedOn) {
		Map<String, @Nullable Object> record = new LinkedHashMap<>();
		record.put("capabilities", Capabilities.decode(capabilities));
		record.put("joined_on", joinedOn);
		record.put("member_id", member.getBytes(StandardCharsets.UTF_8));
		record.put("encoded", false);
		return Capabilities.encode(record);
	}

	/** Reads the {@code group_id} or {@code member_id} of a record. */
	static String id(Map<?, ?> record, String field) {
		Object id = record.get(field);
		if (id instanceof byte[] bytes) {
			return new String(bytes, StandardCharsets.UTF_8);
		}
		if (id instanceof String text) {
			return text;
		}
		throw new SerializationException("A record without " + field, null);
	}

	static boolean isRecord(byte[] content) {
		try {
			record(content);
			return true;
		}
		catch (SerializationException ex) {
			return false;
		}
	}

	static Map<?, ?> record(byte[] content) {
		if (Capabilities.decode(content) instanceof Map<?, ?> record) {
			return record;
		}
		throw new SerializationException("Not a map", null);
	}

	/**
	 * Returns the time at which the member joined, by the member's clock. The record has
	 * no time zone, so this JVM's is used.
	 */
	static @Nullable Instant joinedOn(Map<?, ?> record) {
		return (record.get("joined_on") instanceof LocalDateTime time) ? time.atZone(ZoneId.systemDefault()).toInstant()
				: null;
	}

}
