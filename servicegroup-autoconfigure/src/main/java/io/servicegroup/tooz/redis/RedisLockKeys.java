package io.servicegroup.tooz.redis;

import java.util.List;

/**
 * What stands where in Redis for locks and leaders: tooz's keys, and two of this
 * project's, which Python neither reads nor misses.
 */
final class RedisLockKeys {

	private final String namespace;

	RedisLockKeys(String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Strings: the first holds the lock's last fencing token, under a key of our own; the
	 * others, all of them, the token of the lock's holder. Versions of tooz before March
	 * 2026 wrote Python's <em>repr</em> of bytes into the key; their key is another for a
	 * name given as bytes, as leaders' are, than for the same name as text. A holder
	 * takes all three, and so excludes every version of tooz, which takes one.
	 */
	List<byte[]> lock(String name) {
		String repr = PythonRepr.ofBytes(this.namespace);
		return List.of(RedisKeys.bytes(this.namespace + "_fencing:" + name),
				RedisKeys.bytes(this.namespace + "_" + name + "_lock"),
				RedisKeys.bytes(repr + "_" + PythonRepr.ofBytes(name) + "_lock"),
				RedisKeys.bytes(repr + "_" + name + "_lock"));
	}

	/** As {@link #lock}, for the lock that the group's leader holds. */
	List<byte[]> leaderLock(String group) {
		return lock("leader_of_" + group);
	}

	/** A string that lives as long as the leader's lock: its token, a blank, its id. */
	byte[] leader(String group) {
		return RedisKeys.bytes(this.namespace + "_leader:" + group);
	}

	/** Whether a lock's key could be that of another record. */
	static boolean isAmbiguous(String lock) {
		return lock.matches("(?s)(group|beats|holder|leader|fencing):.*");
	}

}
