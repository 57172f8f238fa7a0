package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

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

	/**
	 * The value of {@link #holder} while processes with marks have the id, before the
	 * longest of their timeouts in milliseconds. Ends in {@code unmarked} while the
	 * heartbeat is that of a process without marks.
	 */
	static final String MARKED = "see held ";

	/**
	 * The end of the token of a process that keeps its member in {@link #expiries}. A
	 * mark with another token is that of an earlier release.
	 */
	static final String KEEPS_EXPIRY = "+expiry";

	private static final byte[] COLON = { ':' };

	private static final byte[] NOTHING = {};

	private final String namespace;

	private final byte[] heartbeats;

	private final byte[] held;

	private final byte[] holders;

	RedisKeys(String namespace) {
		this.namespace = namespace;
		this.heartbeats = bytes(namespace + "_beats:");
		this.held = bytes(namespace + "_held:");
		this.holders = bytes(namespace + "_holder:");
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
		return join(this.heartbeats, member, NOTHING);
	}

	/**
	 * Returns the key of the mark of the process that holds the member id in a group, a
	 * string with its token. It expires with that process's heartbeat. It distinguishes
	 * processes with the same id, which tooz's heartbeat key does not. The length at the
	 * end keeps two pairs apart, and the key apart from those of locks.
	 */
	byte[] held(String group, byte[] member) {
		return held(group).apply(member);
	}

	/** Returns a function that makes the keys of marks in a group. */
	UnaryOperator<byte[]> held(String group) {
		byte[] groupId = bytes(group);
		byte[] start = join(this.held, groupId, COLON);
		byte[] end = bytes(":" + groupId.length);
		return (member) -> join(start, member, end);
	}

	/** Returns what all keys of marks begin with. */
	byte[] held() {
		return this.held;
	}

	/**
	 * Returns the key of a string that exists for a membership timeout after the member
	 * left the group in order. Scripts build the key as well.
	 */
	byte[] left(String group, byte[] member) {
		byte[] groupId = bytes(group);
		return join(join(bytes(this.namespace + "_left:"), groupId, COLON), member, bytes(":" + groupId.length));
	}

	/**
	 * Returns the key of a string by which releases without marks per group exclude other
	 * processes with the member id, in all groups: they store a token there. It contains
	 * {@link #MARKED} while a process with marks has the id.
	 */
	byte[] holder(byte[] member) {
		return join(this.holders, member, NOTHING);
	}

	/**
	 * Returns the key of a string with the group's annotations, which hold the operator
	 * switches.
	 */
	byte[] switches(String group) {
		return bytes(this.namespace + "_switches:" + group);
	}

	/**
	 * Returns the key of a sorted set with when the marks of the group's members expire,
	 * in milliseconds by the server's clock, and with the last changes, under scores
	 * below 0 that grow. It is a hint that lets readers see that nothing has changed:
	 * without it, they read the whole group. Scripts build the key as well. It ends in a
	 * colon, which keeps it apart from the keys of locks.
	 */
	byte[] expiries(String group) {
		return bytes(this.namespace + "_expiries:" + group + ":");
	}

	/** Returns a key that never exists, to find out whether the server takes writes. */
	byte[] probe() {
		return bytes(this.namespace + "_probe");
	}

	/** Returns the channel on which changes of the group are published. */
	String channel(String group) {
		return this.namespace + "_changed:" + group;
	}

	private static byte[] join(byte[] start, byte[] middle, byte[] end) {
		byte[] key = Arrays.copyOf(start, start.length + middle.length + end.length);
		System.arraycopy(middle, 0, key, start.length, middle.length);
		System.arraycopy(end, 0, key, start.length + middle.length, end.length);
		return key;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return IdText.of(bytes);
	}

}
