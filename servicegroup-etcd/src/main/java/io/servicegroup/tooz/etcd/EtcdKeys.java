package io.servicegroup.tooz.etcd;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.format.IdText;

/**
 * The keys in etcd. They are tooz's, byte for byte, except those of leaders (tooz has no
 * election on etcd), of operator switches, and of the epoch of fencing tokens.
 */
final class EtcdKeys {

	/** As in tooz, without a leading slash. */
	static final String GROUPS = "tooz/groups/";

	/**
	 * The key with the time at which it was created, in microseconds since 1970. Fencing
	 * tokens are counted from that time.
	 */
	static final String EPOCH = "/tooz/epoch";

	private EtcdKeys() {
	}

	/** Returns the key of a group, which is also the prefix of its members' keys. */
	static String group(String group) {
		return GROUPS + group + "/";
	}

	static String member(String group, String member) {
		return group(group) + member;
	}

	/** Returns the key of a lock. As in tooz, no slash precedes the name. */
	static String lock(String name) {
		return "/tooz/locks" + name;
	}

	static String leader(String group) {
		return "/tooz/leaders/" + group;
	}

	/**
	 * Returns the key of a group's annotations, which hold the operator switches. It is
	 * outside the prefix under which tooz searches for groups and members.
	 */
	static String switches(String group) {
		return "/tooz/switches/" + group;
	}

	/** Returns the first key after all keys with a prefix: the end of a range. */
	static byte[] prefixEnd(String prefix) {
		byte[] end = bytes(prefix);
		end[end.length - 1]++;
		return end;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** Returns a text with one byte in each character, which sorts as the bytes do. */
	static String raw(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	static byte[] bytesOfRaw(String raw) {
		return raw.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** Returns the text of bytes that are given as by {@link #raw}. */
	static String textOfRaw(String raw) {
		for (int i = 0; i < raw.length(); i++) {
			if (raw.charAt(i) >= 0x80) {
				return text(bytesOfRaw(raw));
			}
		}
		return raw;
	}

	static String text(byte[] bytes) {
		return IdText.of(bytes);
	}

}
