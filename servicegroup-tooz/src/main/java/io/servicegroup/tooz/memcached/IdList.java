package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.RawMsgpack;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.RetryBackoff;
import org.jspecify.annotations.Nullable;

/**
 * An item with a list of ids, such as the ids of all groups. It is needed because
 * memcached cannot list keys. A change is retried, up to a timeout, if another process
 * has changed the item at the same time.
 */
final class IdList {

	private final MemcachedCommands commands;

	private final String key;

	private final Duration retryTimeout;

	IdList(MemcachedCommands commands, String key, Duration retryTimeout) {
		this.commands = commands;
		this.key = key;
		this.retryTimeout = retryTimeout;
	}

	/**
	 * Reads the list from the server.
	 * @throws SerializationException if the item is not a list
	 */
	Set<String> read() {
		return ids(this.commands.get(List.of(this.key)).await().get(this.key));
	}

	/**
	 * Parses an item that was read. A missing item is an empty list.
	 * @throws SerializationException if the item is not a list
	 */
	Set<String> ids(@Nullable Item item) {
		Set<String> ids = new LinkedHashSet<>();
		elements(item).stream().map(RawMsgpack::text).filter(Objects::nonNull).forEach(ids::add);
		return ids;
	}

	/**
	 * Parses an item that was read, for callers that overwrite it. An item that is not a
	 * list counts as an empty list.
	 */
	Set<String> idsOrNone(@Nullable Item item) {
		return isReadable(item) ? ids(item) : Set.of();
	}

	private boolean isReadable(@Nullable Item item) {
		try {
			elements(item);
			return true;
		}
		catch (SerializationException ex) {
			return false;
		}
	}

	private List<byte[]> elements(@Nullable Item item) {
		if (item == null) {
			return List.of();
		}
		List<byte[]> elements = (item.flags() == Item.MSGPACK) ? RawMsgpack.array(item.data()) : null;
		if (elements == null) {
			throw new SerializationException("Item '" + this.key + "' in memcached is not a msgpack list. "
					+ "Delete the key (telnet: delete " + this.key + "); the members' next heartbeats restore it",
					null);
		}
		return elements;
	}

	/** Adds an id if it is not listed. */
	void add(String id) {
		change(() -> tryAdd(id, false));
	}

	/**
	 * Adds an id. Writes the item even if the id is listed already, so that a concurrent
	 * <em>cas</em> fails: another process may be removing the id as that of a dead
	 * member.
	 */
	void addOrRewrite(String id) {
		change(() -> tryAdd(id, true));
	}

	private void change(BooleanSupplier attempt) {
		RetryBackoff attempts = new RetryBackoff("the list '" + this.key + "'", this.retryTimeout);
		while (!attempt.getAsBoolean()) {
			attempts.pause();
		}
	}

	private boolean tryAdd(String id, boolean rewrite) {
		VersionedItem stored = this.commands.gets(this.key).await();
		if (stored == null) {
			return this.commands.add(this.key, Expiry.NEVER, pack(List.of(RawMsgpack.id(id)))).await();
		}
		boolean listed = idsOrNone(stored.item()).contains(id);
		if (listed && !rewrite) {
			return true;
		}
		List<byte[]> changed = new ArrayList<>();
		if (isReadable(stored.item())) {
			changed.addAll(elements(stored.item()));
		}
		if (!listed) {
			changed.add(RawMsgpack.id(id));
		}
		return write(stored, changed);
	}

	/** Removes an id if it is listed. */
	void remove(String id) {
		change(() -> tryRemove(id));
	}

	private boolean tryRemove(String id) {
		VersionedItem stored = this.commands.gets(this.key).await();
		return stored == null || !ids(stored.item()).contains(id) || removeFrom(stored, Set.of(id));
	}

	/** Removes ids, unless the item has changed since it was read. */
	boolean removeFrom(VersionedItem stored, Set<String> ids) {
		Predicate<byte[]> isRemoved = (element) -> ids.contains(String.valueOf(RawMsgpack.text(element)));
		return write(stored, elements(stored.item()).stream().filter(isRemoved.negate()).toList());
	}

	private boolean write(VersionedItem stored, List<byte[]> changed) {
		return this.commands.cas(this.key, stored, Expiry.NEVER, pack(changed)).await();
	}

	static Item pack(List<byte[]> elements) {
		return Item.msgpack(RawMsgpack.packArray(elements));
	}

}
