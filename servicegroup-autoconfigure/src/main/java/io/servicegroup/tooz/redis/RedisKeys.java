package io.servicegroup.tooz.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What stands where in Redis. Groups, beats and locks are tooz's, byte for byte; the rest
 * is this project's, under names that no version of tooz uses, and Python members neither
 * read nor miss it.
 */
final class RedisKeys {

	/**
	 * The field that marks a group: Redis drops an empty hash, so that without it a group
	 * with no members would not exist.
	 */
	static final String CREATED = "__created__";

	private final String namespace;

	RedisKeys(String namespace) {
		this.namespace = namespace;
	}

	/** A set: the ids of the groups. */
	byte[] groups() {
		return bytes(this.namespace + "_groups");
	}

	/** A hash: {@link #CREATED}, and the packed capabilities by member. */
	byte[] group(String group) {
		return bytes(this.namespace + "_group:" + group);
	}

	/**
	 * A string that lives as long as its member. Takes bytes: what others wrote need not
	 * be UTF-8, and decoding and encoding it would name another key.
	 */
	byte[] beat(byte[] member) {
		ByteArrayOutputStream key = new ByteArrayOutputStream();
		key.writeBytes(bytes(this.namespace + "_beats:"));
		key.writeBytes(member);
		return key.toByteArray();
	}

	/**
	 * A string that lives as long as the beat and tells two processes of one id apart:
	 * the token of the one that holds the id. tooz's beat says the same whoever beats.
	 */
	byte[] holder(String member) {
		return bytes(this.namespace + "_holder:" + member);
	}

	/** A channel: something has changed in the group. */
	String channel(String group) {
		return this.namespace + "_changed:" + group;
	}

	/**
	 * Strings: the token of the lock's holder, in all of them. Versions of tooz before
	 * March 2026 wrote Python's <em>repr</em> of bytes into the key; their key is another
	 * for a name given as bytes, as leaders' are, than for the same name as text. A
	 * holder takes all names, and so excludes every version of tooz, which takes one.
	 */
	List<byte[]> lock(String name) {
		String repr = PythonRepr.ofBytes(this.namespace);
		return List.of(bytes(this.namespace + "_" + name + "_lock"),
				bytes(repr + "_" + PythonRepr.ofBytes(name) + "_lock"), bytes(repr + "_" + name + "_lock"));
	}

	/** The name of the lock that the group's leader holds. */
	static String leaderLock(String group) {
		return "leader_of_" + group;
	}

	/** A string that lives as long as the leader's lock: its token, a blank, its id. */
	byte[] leader(String group) {
		return bytes(this.namespace + "_leader:" + group);
	}

	/** A string: the last fencing token of the lock. */
	byte[] fencing(String lock) {
		return bytes(this.namespace + "_fencing:" + lock);
	}

	/** Whether a lock's key could be one of the other keys. */
	static boolean isAmbiguous(String lock) {
		return lock.matches("(?s)(group|beats|holder|leader|fencing):.*");
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
