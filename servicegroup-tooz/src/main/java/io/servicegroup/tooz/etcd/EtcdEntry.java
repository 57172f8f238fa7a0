package io.servicegroup.tooz.etcd;

import java.util.List;
import java.util.stream.StreamSupport;

import io.servicegroup.tooz.SerializationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

/**
 * A key and its value, read from an answer. The gateway's JSON omits empty and zero
 * fields; by gRPC, answers have entries ready.
 *
 * @param rawKey the key's bytes, one in each character, so that it sorts as in etcd
 * @param value the value, empty if only keys were requested
 * @param createRevision the store's revision that created the key
 * @param modRevision the store's revision that last wrote the key
 * @param lease the lease with which the key expires, or 0
 */
record EtcdEntry(String rawKey, byte[] value, long createRevision, long modRevision, long lease) {

	/** Returns the entries of a {@code RangeResponse}. */
	static List<EtcdEntry> all(JsonNode range) {
		return StreamSupport.stream(range.path("kvs").spliterator(), false).map(EtcdEntry::of).toList();
	}

	/** Returns the first entry of a {@code RangeResponse}, or {@code null}. */
	static @Nullable EtcdEntry one(JsonNode range) {
		List<EtcdEntry> entries = all(range);
		return entries.isEmpty() ? null : entries.get(0);
	}

	/** Returns the text of the key. */
	String key() {
		return EtcdKeys.text(EtcdKeys.bytesOfRaw(this.rawKey));
	}

	private static EtcdEntry of(JsonNode kv) {
		if (kv instanceof POJONode ready && ready.getPojo() instanceof EtcdEntry entry) {
			return entry;
		}
		return new EtcdEntry(EtcdKeys.raw(bytes(kv, "key")), bytes(kv, "value"), kv.path("create_revision").asLong(0),
				kv.path("mod_revision").asLong(0), kv.path("lease").asLong(0));
	}

	/** Reads a {@code mvccpb.KeyValue}. */
	static EtcdEntry of(ProtoReader in) {
		String key = "";
		byte[] value = {};
		long createRevision = 0;
		long modRevision = 0;
		long lease = 0;
		while (in.hasNext()) {
			int tag = in.tag();
			switch (tag) {
				case (1 << 3) | 2 -> key = EtcdKeys.raw(in.bytes());
				case 2 << 3 -> createRevision = in.varint();
				case 3 << 3 -> modRevision = in.varint();
				case (5 << 3) | 2 -> value = in.bytes();
				case 6 << 3 -> lease = in.varint();
				default -> in.skip(tag);
			}
		}
		return new EtcdEntry(key, value, createRevision, modRevision, lease);
	}

	private static byte[] bytes(JsonNode kv, String field) {
		try {
			return kv.has(field) ? kv.get(field).binaryValue() : new byte[0];
		}
		catch (JacksonException ex) {
			throw new SerializationException("Invalid answer of etcd's JSON gateway: the field '" + field
					+ "' is not Base64. Check that the URL's host is an etcd server", ex);
		}
	}

}
