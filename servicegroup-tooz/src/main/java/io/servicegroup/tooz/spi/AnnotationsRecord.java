package io.servicegroup.tooz.spi;

import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.SerializationException;

/**
 * A group's notes as one record: the msgpack map of them, or no bytes for none. Pure. The
 * bytes come from a store that others write to.
 */
public final class AnnotationsRecord {

	/** What ZooKeeper, which holds the least of all, still takes. */
	public static final int MOST_BYTES = 1_000_000;

	static final int MOST_NOTES = 20_000;

	private static final byte[] NOTHING = {};

	private AnnotationsRecord() {
	}

	/**
	 * Reads a record.
	 * @return the texts by key, changeable
	 * @throws SerializationException if it is none, or beyond the bounds
	 */
	static Map<String, String> decode(byte[] record) {
		Map<String, String> notes = new TreeMap<>();
		if (record.length == 0) {
			return notes;
		}
		if (record.length > MOST_BYTES) {
			throw new SerializationException("It has " + record.length + " bytes, and " + MOST_BYTES + " is the limit",
					null);
		}
		if (!(Capabilities.decode(record) instanceof Map<?, ?> map) || map.size() > MOST_NOTES) {
			throw new SerializationException("It is no map of at most " + MOST_NOTES + " notes", null);
		}
		map.forEach((key, text) -> notes.put(text(key), text(text)));
		return notes;
	}

	private static String text(Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new SerializationException("It holds something that is no text", null);
	}

	/**
	 * Makes a record.
	 * @throws CoordinationException if it would be beyond the bounds
	 */
	public static byte[] encode(Map<String, String> notes) {
		byte[] record = notes.isEmpty() ? NOTHING : Capabilities.encode(notes);
		if (record.length > MOST_BYTES || notes.size() > MOST_NOTES) {
			throw new CoordinationException("The group would have " + notes.size() + " notes of " + record.length
					+ " bytes, and the limits are " + MOST_NOTES + " and " + MOST_BYTES
					+ ": take away those of members that are no more, or write less", null);
		}
		return record;
	}

}
