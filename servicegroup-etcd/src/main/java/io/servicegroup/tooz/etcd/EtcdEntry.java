package io.servicegroup.tooz.etcd;

import io.servicegroup.tooz.SerializationException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A key and its value, read from an answer. The gateway's JSON omits empty and zero
 * fields.
 *
 * @param rawKey the key's bytes, one in each character, so that it sorts as in etcd
 * @param value the value, empty if only keys were requested
 * @param createRevision the store's revision that created the key
 * @param modRevision the store's revision that last wrote the key
 * @param lease the lease with which the key expires, or 0
 */
record EtcdEntry(String rawKey, byte[] value, long createRevision, long modRevision, long lease) {

	/** Returns the text of the key. */
	String key() {
		return EtcdKeys.textOfRaw(this.rawKey);
	}

	/** Returns the text of the key after a prefix, which is given as raw bytes. */
	String keyAfter(String rawPrefix) {
		return EtcdKeys.textOfRaw(this.rawKey.substring(rawPrefix.length()));
	}

	/** Reads an entry of the gateway. */
	static EtcdEntry of(JsonNode kv) {
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
				case (1 << 3) | 2 -> key = in.raw();
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
