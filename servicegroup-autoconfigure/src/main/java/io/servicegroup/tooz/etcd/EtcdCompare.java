package io.servicegroup.tooz.etcd;

import java.util.Map;

/**
 * What a transaction may depend on, in the gateway's JSON. A key that is not there
 * compares as if all its numbers were 0.
 */
final class EtcdCompare {

	private EtcdCompare() {
	}

	/** That a key is there. */
	static Map<String, ?> exists(String key) {
		return Map.of("key", EtcdKeys.bytes(key), "target", "VERSION", "result", "GREATER", "version", 0);
	}

	/** That a key is not there. */
	static Map<String, ?> absent(String key) {
		return Map.of("key", EtcdKeys.bytes(key), "target", "CREATE", "result", "EQUAL", "create_revision", 0);
	}

	/** That a key was last written in this revision; with 0, that it is not there. */
	static Map<String, ?> writtenIn(String key, long modRevision) {
		return Map.of("key", EtcdKeys.bytes(key), "target", "MOD", "result", "EQUAL", "mod_revision", modRevision);
	}

	/** That no key begins with a prefix and goes on. */
	static Map<String, ?> nothingUnder(String prefix) {
		return Map.of("key", EtcdKeys.bytes(prefix + '\0'), "range_end", EtcdKeys.behind(prefix), "target", "CREATE",
				"result", "EQUAL", "create_revision", 0);
	}

	/** That a key ends with this lease; with 0, that it has none or is not there. */
	static Map<String, ?> leased(String key, long lease) {
		return Map.of("key", EtcdKeys.bytes(key), "target", "LEASE", "result", "EQUAL", "lease", lease);
	}

}
