package io.servicegroup.tooz.redis;

import java.util.List;

import io.servicegroup.tooz.format.PythonRepr;

/**
 * The Redis keys of locks and leaders: those of tooz, and two more that only Java members
 * use.
 */
final class RedisLockKeys {

	private final String namespace;

	RedisLockKeys(String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Returns the keys of a lock; their values are strings. The first key is not one of
	 * tooz. It holds the lock's last fencing token. The other three keys hold the token
	 * of the lock's holder. Versions of tooz before March 2026 write Python's
	 * {@code repr} of bytes into the key. Its form depends on whether the name was given
	 * as bytes (as for leaders) or as text. Every version of tooz sets one of the three
	 * keys; a Java holder sets all three, and so excludes every version.
	 */
	List<byte[]> lock(String name) {
		String repr = PythonRepr.ofBytes(this.namespace);
		return List.of(RedisKeys.bytes(this.namespace + "_fencing:" + name),
				RedisKeys.bytes(this.namespace + "_" + name + "_lock"),
				RedisKeys.bytes(repr + "_" + PythonRepr.ofBytes(name) + "_lock"),
				RedisKeys.bytes(repr + "_" + name + "_lock"));
	}

	/**
	 * Returns the keys of the lock that the group's leader holds, in the order of
	 * {@link #lock}.
	 */
	List<byte[]> leaderLock(String group) {
		return lock("leader_of_" + group);
	}

	/**
	 * Returns the key of a string with the leader's token, a space and its member id. It
	 * expires with the leader's lock.
	 */
	byte[] leader(String group) {
		return RedisKeys.bytes(this.namespace + "_leader:" + group);
	}

	/** Returns whether a lock's key could be the key of another record. */
	static boolean isAmbiguous(String lock) {
		return lock.matches("(?s)(group|beats|holder|leader|fencing):.*");
	}

}
