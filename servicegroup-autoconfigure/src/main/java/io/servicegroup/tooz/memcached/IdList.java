package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.servicegroup.tooz.Attempts;
import io.servicegroup.tooz.SerializationError;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;

/**
 * An item that lists ids, such as all the groups', since memcached cannot list keys.
 */
final class IdList {

	private final MemcachedCommands commands;

	private final String key;

	private final Duration patience;

	IdList(MemcachedCommands commands, String key, Duration patience) {
		this.commands = commands;
		this.key = key;
		this.patience = patience;
	}

	Set<String> read() {
		return ids(this.commands.get(List.of(this.key)).get().get(this.key));
	}

	/**
	 * Reads the item's content.
	 * @throws SerializationError if it is no list
	 */
	Set<String> ids(@Nullable Item item) {
		Set<String> ids = new LinkedHashSet<>();
		elements(item).stream().map(RawValues::text).filter(Objects::nonNull).forEach(ids::add);
		return ids;
	}

	/**
	 * An item that nobody can read counts as empty, for who enters a group: it is written
	 * anew.
	 */
	Set<String> idsOrNone(@Nullable Item item) {
		return isReadable(item) ? ids(item) : Set.of();
	}

	private boolean isReadable(@Nullable Item item) {
		try {
			elements(item);
			return true;
		}
		catch (SerializationError ex) {
			return false;
		}
	}

	private List<byte[]> elements(@Nullable Item item) {
		if (item == null) {
			return List.of();
		}
		List<byte[]> elements = (item.flags() == Item.MSGPACK) ? RawValues.array(item.data()) : null;
		if (elements == null) {
			throw new SerializationError(
					"The item '" + this.key + "' in memcached is not what belongs there, a msgpack "
							+ "list. Delete the key ('delete " + this.key + "' by telnet): the members restore it",
					null);
		}
		return elements;
	}

	void add(String id) {
		change(() -> tryAdd(id, false));
	}

	/**
	 * Adds an id, and writes the item even where it stands already: one who has read the
	 * item before, to take the id out, fails then.
	 */
	void enter(String id) {
		change(() -> tryAdd(id, true));
	}

	private void change(BooleanSupplier attempt) {
		Attempts attempts = new Attempts("the list '" + this.key + "'", this.patience);
		while (!attempt.getAsBoolean()) {
			attempts.pause();
		}
	}

	private boolean tryAdd(String id, boolean anyway) {
		CASValue<Item> stored = this.commands.gets(this.key).get();
		if (stored == null) {
			return this.commands.add(this.key, Expiry.NEVER, pack(List.of(RawValues.id(id)))).get();
		}
		boolean listed = idsOrNone(stored.getValue()).contains(id);
		if (listed && !anyway) {
			return true;
		}
		List<byte[]> changed = new ArrayList<>();
		if (isReadable(stored.getValue())) {
			changed.addAll(elements(stored.getValue()));
		}
		if (!listed) {
			changed.add(RawValues.id(id));
		}
		return write(stored, changed);
	}

	void remove(String id) {
		change(() -> tryRemove(id));
	}

	private boolean tryRemove(String id) {
		CASValue<Item> stored = this.commands.gets(this.key).get();
		return stored == null || !ids(stored.getValue()).contains(id) || removeFrom(stored, Set.of(id));
	}

	/** Takes ids out unless the item has changed since it was read. */
	boolean removeFrom(CASValue<Item> stored, Set<String> ids) {
		Predicate<byte[]> leaves = (element) -> ids.contains(String.valueOf(RawValues.text(element)));
		return write(stored, elements(stored.getValue()).stream().filter(leaves.negate()).toList());
	}

	private boolean write(CASValue<Item> stored, List<byte[]> changed) {
		return this.commands.cas(this.key, stored, Expiry.NEVER, pack(changed)).get();
	}

	static Item pack(List<byte[]> elements) {
		return Item.msgpack(RawValues.packArray(elements));
	}

}
