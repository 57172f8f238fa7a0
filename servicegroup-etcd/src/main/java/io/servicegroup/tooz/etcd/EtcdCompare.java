package io.servicegroup.tooz.etcd;

import java.util.Map;

/**
 * Creates the comparisons of transactions, in the gateway's JSON. The version, revisions
 * and lease of a missing key compare as 0.
 */
final class EtcdCompare {

	private EtcdCompare() {
	}

	/** Requires that a key exists. */
	static Map<String, ?> exists(String key) {
		return Map.of("key", EtcdKeys.bytes(key), "target", "VERSION", "result", "GREATER", "version", 0);
	}

	/** Requires that a key does not exist. */
	static Map<String, ?> absent(String key) {
		return Map.of("key", EtcdKeys.bytes(key), "target", "CREATE", "result", "EQUAL", "create_revision", 0);
	}

	/**
	 * Requires that a revision has last written a key; 0 for a key that does not exist.
	 */
	static Map<String, ?> writtenIn(String key, long modRevision) {
		return writtenIn(EtcdKeys.bytes(key), modRevision);
	}

	static Map<String, ?> writtenIn(byte[] key, long modRevision) {
		return Map.of("key", key, "target", "MOD", "result", "EQUAL", "mod_revision", modRevision);
	}

	/** Requires that no key begins with a prefix, other than the prefix itself. */
	static Map<String, ?> nothingUnder(String prefix) {
		return Map.of("key", EtcdKeys.bytes(prefix + '\0'), "range_end", EtcdKeys.prefixEnd(prefix), "target", "CREATE",
				"result", "EQUAL", "create_revision", 0);
	}

	/**
	 * Requires that a key has a lease; 0 for a key without a lease, or that does not
	 * exist.
	 */
	static Map<String, ?> hasLease(String key, long lease) {
		return hasLease(EtcdKeys.bytes(key), lease);
	}

	static Map<String, ?> hasLease(byte[] key, long lease) {
		return Map.of("key", key, "target", "LEASE", "result", "EQUAL", "lease", lease);
	}

}
