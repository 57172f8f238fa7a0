package io.servicegroup.tooz.memcached;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.servicegroup.tooz.SerializationError;
import org.jspecify.annotations.Nullable;

/**
 * The one item that a group is: a msgpack map of its members. Immutable. What is not this
 * member's is kept byte for byte, readable or not.
 *
 * @param entries the members
 */
record GroupItem(List<Entry> entries) {

	static final GroupItem EMPTY = new GroupItem(List.of());

	private static final String CAPABILITIES = "capabilities";

	/**
	 * Reads an item that is not nil.
	 * @throws SerializationError if it is no map
	 */
	static GroupItem read(String key, Item item) {
		List<byte[]> raw = (item.flags() == Item.MSGPACK) ? RawValues.map(item.data()) : null;
		if (raw == null) {
			throw new SerializationError(
					"The item '" + key + "' in memcached is not what tooz writes there, a "
							+ "msgpack map. Delete the key ('delete " + key + "' by telnet): the members restore it",
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
	 * Whether the member has one entry, with just these capabilities. Of two under one
	 * id, which nobody should write, readers take the last.
	 */
	boolean contains(String member, byte[] capabilities) {
		List<Entry> own = this.entries.stream().filter((entry) -> member.equals(entry.id())).toList();
		return own.size() == 1 && Arrays.equals(own.get(0).capabilities(), capabilities);
	}

	GroupItem with(String member, byte[] capabilities) {
		List<Entry> changed = new ArrayList<>(without(Set.of(member)).entries());
		byte[] value = RawValues.packMap(List.of(RawValues.id(CAPABILITIES), capabilities));
		changed.add(new Entry(RawValues.id(member), value, member, capabilities));
		return new GroupItem(changed);
	}

	GroupItem without(Set<String> members) {
		Predicate<Entry> leaves = (entry) -> entry.id() != null && members.contains(entry.id());
		return new GroupItem(this.entries.stream().filter(leaves.negate()).toList());
	}

	/** The ids that can be read, and have a beat that can be asked for. */
	List<String> ids() {
		return this.entries.stream().map(Entry::id).filter(Objects::nonNull).distinct().toList();
	}

	byte[] pack() {
		List<byte[]> raw = new ArrayList<>();
		for (Entry entry : this.entries) {
			raw.add(entry.key());
			raw.add(entry.value());
		}
		return RawValues.packMap(raw);
	}

	/**
	 * A member's part.
	 *
	 * @param key the packed id
	 * @param value the packed record
	 * @param id the id, or {@code null} if it cannot be one
	 * @param capabilities the packed capabilities, or {@code null} if the record has none
	 */
	record Entry(byte[] key, byte[] value, @Nullable String id, byte @Nullable [] capabilities) {

		private static Entry read(byte[] key, byte[] value) {
			String id = RawValues.text(key);
			return new Entry(key, value, (id != null && MemcachedKeys.canBeat(id)) ? id : null, capabilities(value));
		}

		private static byte @Nullable [] capabilities(byte[] value) {
			List<byte[]> fields = RawValues.map(value);
			for (int i = 0; fields != null && i < fields.size(); i += 2) {
				if (CAPABILITIES.equals(RawValues.text(fields.get(i)))) {
					return fields.get(i + 1);
				}
			}
			return null;
		}

	}

}
