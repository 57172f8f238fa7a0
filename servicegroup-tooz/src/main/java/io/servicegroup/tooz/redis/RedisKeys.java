package io.servicegroup.tooz.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.format.IdText;

/**
 * The Redis keys of groups and members. The first three are tooz's, byte for byte. Only
 * Java members use the others, and no version of tooz uses their names.
 */
final class RedisKeys {

	/**
	 * The field that marks a group. Redis deletes empty hashes, so without this field a
	 * group without members would not exist.
	 */
	static final String CREATED = "__created__";

	private final String namespace;

	RedisKeys(String namespace) {
		this.namespace = namespace;
	}

	/** Returns the key of a set with the ids of all groups. */
	byte[] groups() {
		return bytes(this.namespace + "_groups");
	}

	/**
	 * Returns the key of a hash with {@link #CREATED} and, by member id, the packed
	 * capabilities.
	 */
	byte[] group(String group) {
		return bytes(this.namespace + "_group:" + group);
	}

	/**
	 * Returns the key of a string that expires with the member's heartbeat.
	 * @param member the member id as bytes: ids of others need not be UTF-8, and decoding
	 * and encoding them would change the key
	 */
	byte[] heartbeat(byte[] member) {
		ByteArrayOutputStream key = new ByteArrayOutputStream();
		key.writeBytes(bytes(this.namespace + "_beats:"));
		key.writeBytes(member);
		return key.toByteArray();
	}

	/**
	 * Returns the key of a string with the token of the process that holds the member id.
	 * It expires with the heartbeat. It distinguishes two processes with the same id,
	 * which tooz's heartbeat key does not.
	 */
	byte[] holder(String member) {
		return bytes(this.namespace + "_holder:" + member);
	}

	/**
	 * Returns the key of a string with the group's annotations, which hold the operator
	 * switches.
	 */
	byte[] switches(String group) {
		return bytes(this.namespace + "_switches:" + group);
	}

	/** Returns a key that never exists, to find out whether the server takes writes. */
	byte[] probe() {
		return bytes(this.namespace + "_probe");
	}

	/** Returns the channel on which changes of the group are published. */
	String channel(String group) {
		return this.namespace + "_changed:" + group;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return IdText.of(bytes);
	}

}
