package io.servicegroup.tooz.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What stands where in Redis, but for locks. The first three are tooz's, byte for byte;
 * the last three are this project's, under names that no version of tooz uses, and Python
 * members neither read nor miss them.
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

	/** A string: the group's notes. */
	byte[] switches(String group) {
		return bytes(this.namespace + "_switches:" + group);
	}

	/** A channel: something has changed in the group. */
	String channel(String group) {
		return this.namespace + "_changed:" + group;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
