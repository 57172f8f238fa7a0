package io.servicegroup.tooz.file;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.RawMsgpack;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes the files of groups and members, as tooz does.
 * {@code encoded = false} means that ids are written as bytes.
 */
final class MemberFile {

	/** The first byte of a member's record: a msgpack map with four entries. */
	static final byte FIRST_BYTE = (byte) 0x84;

	private static final String CAPABILITIES = "capabilities";

	private static final String JOINED_ON = "joined_on";

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
		record.put(CAPABILITIES, Capabilities.decode(capabilities));
		record.put(JOINED_ON, joinedOn);
		record.put("member_id", member.getBytes(StandardCharsets.UTF_8));
		record.put("encoded", false);
		return Capabilities.encode(record);
	}

	/** Reads the {@code group_id} or {@code member_id} of a record. */
	static String id(Map<String, byte[]> record, String field) {
		byte[] packed = record.get(field);
		String id = (packed != null) ? RawMsgpack.text(packed) : null;
		if (id == null) {
			throw new SerializationException("A record without " + field, null);
		}
		return id;
	}

	static boolean isRecord(byte[] content) {
		return RawMsgpack.map(content) != null;
	}

	/**
	 * Returns whether a record is of the join at this time, whatever else it says. Two
	 * processes do not join in the same microsecond.
	 */
	static boolean isOfJoin(byte[] content, LocalDateTime joinedOn) {
		return isRecord(content) && Arrays.equals(record(content).get(JOINED_ON), Capabilities.encode(joinedOn));
	}

	/**
	 * Splits a record into its fields without decoding them, so that capabilities which
	 * cannot be read do not hide the member.
	 */
	static Map<String, byte[]> record(byte[] content) {
		List<byte[]> raw = RawMsgpack.map(content);
		if (raw == null) {
			throw new SerializationException("Not a map", null);
		}
		Map<String, byte[]> record = new HashMap<>();
		for (int i = 0; i < raw.size(); i += 2) {
			String field = RawMsgpack.text(raw.get(i));
			if (field != null) {
				record.put(field, raw.get(i + 1));
			}
		}
		return record;
	}

	/** Returns the packed capabilities; nil if the record has none. */
	static byte[] capabilities(Map<String, byte[]> record) {
		byte[] packed = record.get(CAPABILITIES);
		return (packed != null) ? packed : RawMsgpack.nil();
	}

	/**
	 * Returns the time at which the member joined, by the member's clock. tooz writes no
	 * time zone, so this JVM's is used.
	 */
	static @Nullable Instant joinedOn(Map<String, byte[]> record) {
		byte[] packed = record.get(JOINED_ON);
		try {
			return (packed != null && Capabilities.decode(packed) instanceof LocalDateTime time)
					? time.atZone(ZoneId.systemDefault()).toInstant() : null;
		}
		catch (SerializationException ex) {
			return null;
		}
	}

}
