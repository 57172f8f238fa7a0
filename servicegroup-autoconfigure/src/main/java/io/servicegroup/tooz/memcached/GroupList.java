package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import io.servicegroup.tooz.Attempts;
import io.servicegroup.tooz.SerializationError;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;

/**
 * The item that lists all groups, since memcached cannot list keys.
 */
final class GroupList {

	private static final String KEY = MemcachedKeys.GROUP_LIST;

	private final MemcachedCommands commands;

	private final Duration patience;

	GroupList(MemcachedCommands commands, Duration patience) {
		this.commands = commands;
		this.patience = patience;
	}

	Set<String> read() {
		return ids(this.commands.get(List.of(KEY)).get().get(KEY));
	}

	/**
	 * Reads the item's content.
	 * @throws SerializationError if it is no list
	 */
	static Set<String> ids(@Nullable Item item) {
		Set<String> ids = new LinkedHashSet<>();
		elements(item).stream().map(RawValues::text).filter(Objects::nonNull).forEach(ids::add);
		return ids;
	}

	/**
	 * An item that nobody can read counts as empty, for who enters a group: it is written
	 * anew.
	 */
	static Set<String> idsOrNone(@Nullable Item item) {
		return isReadable(item) ? ids(item) : Set.of();
	}

	private static boolean isReadable(@Nullable Item item) {
		try {
			elements(item);
			return true;
		}
		catch (SerializationError ex) {
			return false;
		}
	}

	private static List<byte[]> elements(@Nullable Item item) {
		if (item == null) {
			return List.of();
		}
		List<byte[]> elements = (item.flags() == Item.MSGPACK) ? RawValues.array(item.data()) : null;
		if (elements == null) {
			throw new SerializationError("The item '" + KEY + "' in memcached is not what tooz writes there, a msgpack "
					+ "list. Delete the key ('delete " + KEY + "' by telnet): the members restore it", null);
		}
		return elements;
	}

	void add(String group) {
		Attempts attempts = new Attempts("the list of groups", this.patience);
		while (!tryAdd(group)) {
			attempts.pause();
		}
	}

	private boolean tryAdd(String group) {
		CASValue<Item> stored = this.commands.gets(KEY).get();
		if (stored == null) {
			Item first = Item.msgpack(RawValues.packArray(List.of(RawValues.id(group))));
			return this.commands.add(KEY, Expiry.NEVER, first).get();
		}
		if (idsOrNone(stored.getValue()).contains(group)) {
			return true;
		}
		List<byte[]> changed = new ArrayList<>();
		if (isReadable(stored.getValue())) {
			changed.addAll(elements(stored.getValue()));
		}
		changed.add(RawValues.id(group));
		return write(stored, changed);
	}

	void remove(String group) {
		Attempts attempts = new Attempts("the list of groups", this.patience);
		while (!tryRemove(group)) {
			attempts.pause();
		}
	}

	private boolean tryRemove(String group) {
		CASValue<Item> stored = this.commands.gets(KEY).get();
		if (stored == null || !ids(stored.getValue()).contains(group)) {
			return true;
		}
		Predicate<byte[]> isGroup = (element) -> group.equals(RawValues.text(element));
		return write(stored, elements(stored.getValue()).stream().filter(isGroup.negate()).toList());
	}

	private boolean write(CASValue<Item> stored, List<byte[]> changed) {
		return this.commands.cas(KEY, stored, Expiry.NEVER, Item.msgpack(RawValues.packArray(changed))).get();
	}

}
