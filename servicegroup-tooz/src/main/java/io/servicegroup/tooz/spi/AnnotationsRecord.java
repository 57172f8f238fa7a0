package io.servicegroup.tooz.spi;

import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.SerializationException;

/**
 * Encodes and decodes the annotations of a group as one record: a msgpack map, or no
 * bytes if there are no annotations. The bytes are untrusted, as other processes write to
 * the store.
 *
 * @since 0.1.0
 */
public final class AnnotationsRecord {

	/**
	 * The maximum size of a record in bytes, which every store accepts: less than the 1
	 * MiB of a ZooKeeper node.
	 */
	public static final int MAX_BYTES = 1_000_000;

	static final int MAX_ANNOTATIONS = 20_000;

	private static final byte[] NOTHING = {};

	private AnnotationsRecord() {
	}

	/**
	 * Decodes a record.
	 * @return the texts by key; mutable
	 * @throws SerializationException if the bytes are not a record, or exceed the limits
	 */
	static Map<String, String> decode(byte[] record) {
		Map<String, String> annotations = new TreeMap<>();
		if (record.length == 0) {
			return annotations;
		}
		if (record.length > MAX_BYTES) {
			throw new SerializationException("the record has " + record.length + " bytes, the limit is " + MAX_BYTES,
					null);
		}
		if (!(Capabilities.decode(record) instanceof Map<?, ?> map) || map.size() > MAX_ANNOTATIONS) {
			throw new SerializationException("the record is not a map of at most " + MAX_ANNOTATIONS + " annotations",
					null);
		}
		map.forEach((key, text) -> annotations.put(text(key), text(text)));
		return annotations;
	}

	private static String text(Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw new SerializationException("the record has a key or a value that is not text", null);
	}

	/**
	 * Encodes a record.
	 * @param annotations the texts by key
	 * @return the bytes
	 * @throws CoordinationException if the record would exceed the limits
	 */
	public static byte[] encode(Map<String, String> annotations) {
		byte[] record = annotations.isEmpty() ? NOTHING : Capabilities.encode(annotations);
		if (record.length > MAX_BYTES || annotations.size() > MAX_ANNOTATIONS) {
			throw new CoordinationException("Operator switches of the group are too large: " + annotations.size()
					+ " switches with " + record.length + " bytes; the limits are " + MAX_ANNOTATIONS + " switches and "
					+ MAX_BYTES + " bytes. Remove the switches of members that no longer exist, or write shorter "
					+ "reasons", null);
		}
		return record;
	}

}
