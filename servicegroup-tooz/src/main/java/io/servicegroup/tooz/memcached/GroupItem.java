package io.servicegroup.tooz.memcached;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.RawMsgpack;
import io.servicegroup.tooz.memcached.client.Item;
import org.jspecify.annotations.Nullable;

/**
 * The content of a group's item, a msgpack map of its members. Immutable. Keeps the
 * entries of other members byte for byte, even those that it cannot decode.
 *
 * @param entries the members' entries
 */
record GroupItem(List<Entry> entries) {

	static final GroupItem EMPTY = new GroupItem(List.of());

	private static final String CAPABILITIES = "capabilities";

	/**
	 * Parses an item.
	 * @throws SerializationException if it is not a msgpack map
	 */
	static GroupItem read(String key, Item item) {
		List<byte[]> raw = (item.flags() == Item.MSGPACK) ? RawMsgpack.map(item.data()) : null;
		if (raw == null) {
			throw new SerializationException(
					"Item '" + key + "' in memcached is not a msgpack map as tooz writes it. "
							+ "Delete the key (telnet: delete " + key + "); the members' next heartbeats restore it",
					null);
		}
		List<Entry> entries = new ArrayList<>();
		for (int i = 0; i < raw.size(); i += 2) {
			entries.add(Entry.read(raw.get(i), raw.get(i + 1)));
		}
		return new GroupItem(entries);
	}

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	boolean contains(String member) {
		return this.entries.stream().anyMatch((entry) -> member.equals(entry.id()));
	}

	/**
	 * Returns whether the member has exactly one entry, with these capabilities. A map
	 * may contain an id twice. Readers then use the last entry.
	 */
	boolean contains(String member, byte[] capabilities) {
		List<Entry> own = this.entries.stream().filter((entry) -> member.equals(entry.id())).toList();
		return own.size() == 1 && Arrays.equals(own.get(0).capabilities(), capabilities);
	}

	/** Returns a copy in which the member has one entry, with these capabilities. */
	GroupItem with(String member, byte[] capabilities) {
		return with(Map.of(member, capabilities));
	}

	/** Returns a copy in which each member has one entry, with its capabilities. */
	GroupItem with(Map<String, byte[]> members) {
		List<Entry> changed = new ArrayList<>(without(members.keySet()).entries());
		members.forEach((member, capabilities) -> {
			byte[] value = RawMsgpack.packMap(List.of(RawMsgpack.id(CAPABILITIES), capabilities));
			changed.add(new Entry(RawMsgpack.id(member), value, member, capabilities));
		});
		return new GroupItem(changed);
	}

	GroupItem without(Set<String> members) {
		Predicate<Entry> isRemoved = (entry) -> entry.id() != null && members.contains(entry.id());
		return new GroupItem(this.entries.stream().filter(isRemoved.negate()).toList());
	}

	/** Returns the ids that can be read and can be part of a heartbeat's key. */
	List<String> ids() {
		return this.entries.stream().map(Entry::id).filter(Objects::nonNull).distinct().toList();
	}

	byte[] pack() {
		List<byte[]> raw = new ArrayList<>();
		for (Entry entry : this.entries) {
			raw.add(entry.key());
			raw.add(entry.value());
		}
		return RawMsgpack.packMap(raw);
	}

	/**
	 * A member's entry in the map.
	 *
	 * @param key the packed id
	 * @param value the packed record
	 * @param id the id, or {@code null} if the key is not a valid one
	 * @param capabilities the packed capabilities; empty, which cannot be decoded, if the
	 * record has none
	 */
	record Entry(byte[] key, byte[] value, @Nullable String id, byte[] capabilities) {

		private static final byte[] NONE = {};

		private static Entry read(byte[] key, byte[] value) {
			String id = RawMsgpack.text(key);
			return new Entry(key, value, (id != null && MemcachedKeys.canHaveHeartbeat(id)) ? id : null,
					capabilities(value));
		}

		private static byte[] capabilities(byte[] value) {
			List<byte[]> fields = RawMsgpack.map(value);
			for (int i = 0; fields != null && i < fields.size(); i += 2) {
				if (CAPABILITIES.equals(RawMsgpack.text(fields.get(i)))) {
					return fields.get(i + 1);
				}
			}
			return NONE;
		}

	}

}
