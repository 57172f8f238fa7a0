package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.RawMsgpack;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.RetryBackoff;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and changes the items of groups. All processes, including Python's, change an
 * item with <em>gets</em> and <em>cas</em>, and retry if another process has changed it
 * meanwhile. This class retries up to a timeout.
 */
final class MemcachedGroups {

	private static final Logger logger = LoggerFactory.getLogger(MemcachedGroups.class);

	/**
	 * The part of the retry timeout after which another process's unfinished deletion
	 * counts as abandoned.
	 */
	private static final double ABANDONED_AFTER = 0.5;

	private final MemcachedCommands commands;

	private final RecentItems recent;

	private final IdList list;

	private final Duration retryTimeout;

	MemcachedGroups(MemcachedCommands commands, RecentItems recent, IdList list, Duration retryTimeout) {
		this.commands = commands;
		this.recent = recent;
		this.list = list;
		this.retryTimeout = retryTimeout;
	}

	/**
	 * Reads a group, for {@link #write}.
	 * @throws GroupNotFoundException if the group does not exist, or is being deleted
	 * @throws SerializationException if the group's item cannot be read
	 */
	StoredItem read(String group) {
		return reading(group, null, GroupItem::read).await();
	}

	/**
	 * Reads a group as {@link #read} does.
	 * @param before the group as it was read before; returned if it has not changed
	 * @return the reply to the request that was sent
	 */
	Reply<StoredItem> reading(String group, @Nullable StoredItem before) {
		return reading(group, before, GroupItem::read);
	}

	/**
	 * Reads a group for a join. An item that cannot be read counts as empty, so that the
	 * join overwrites it. Otherwise it would hide all members forever. The heartbeats of
	 * the other members join them again.
	 * @return the reply to the request that was sent
	 */
	Reply<StoredItem> readingOrReset(String group) {
		return reading(group, null, MemcachedGroups::readOrReset);
	}

	private Reply<StoredItem> reading(String group, @Nullable StoredItem before,
			BiFunction<String, Item, GroupItem> reading) {
		String key = MemcachedKeys.group(group);
		long connection = this.recent.heart();
		Reply<@Nullable VersionedItem> answer = this.commands.gets(key);
		return () -> {
			VersionedItem stored = answer.await();
			if (stored == null || isBeingDeleted(stored.item())) {
				throw new GroupNotFoundException(group);
			}
			StoredItem read = (before != null && before.isStill(stored)) ? before
					: new StoredItem(key, stored, reading.apply(key, stored.item()));
			this.recent.remember(group, read, connection);
			return read;
		};
	}

	private static GroupItem readOrReset(String key, Item item) {
		try {
			return GroupItem.read(key, item);
		}
		catch (SerializationException ex) {
			logger
				.warn("Unreadable item '{}' in memcached: no process can list the group's members; this join overwrites "
						+ "it, and other Java members are listed again with their next heartbeats. Restart Python members, "
						+ "and check what else writes to this memcached", key);
			return GroupItem.EMPTY;
		}
	}

	/** Returns whether the item is nil, which tooz writes before it deletes a group. */
	static boolean isBeingDeleted(Item item) {
		return item.flags() == Item.MSGPACK && RawMsgpack.isNil(item.data());
	}

	/** Writes a group, unless it has changed since it was read. */
	boolean write(StoredItem read, GroupItem changed) {
		return this.commands.cas(read.key(), read.stored(), Expiry.NEVER, Item.msgpack(changed.pack())).await();
	}

	/** Reads and changes a group. */
	void change(String group, UnaryOperator<GroupItem> change) {
		change(group, read(group), this::read, change);
	}

	/** Changes a group, starting from the item that {@link #readingOrReset} has read. */
	void changeFrom(String group, StoredItem read, UnaryOperator<GroupItem> change) {
		change(group, read, (id) -> readingOrReset(id).await(), change);
	}

	private void change(String group, StoredItem read, Function<String, StoredItem> reading,
			UnaryOperator<GroupItem> change) {
		RetryBackoff attempts = attempts(group);
		StoredItem stored = read;
		while (!write(stored, change.apply(stored.item()))) {
			attempts.pause();
			stored = reading.apply(group);
		}
	}

	void create(String group) {
		RetryBackoff attempts = attempts(group);
		while (!tryCreate(group, attempts.isOver(ABANDONED_AFTER))) {
			attempts.pause();
		}
		this.list.add(group);
	}

	/**
	 * Creates the item.
	 * @param revive whether to take over a group that is being deleted. The process that
	 * began the deletion must have died; without this, no process could create or join
	 * the group again
	 */
	private boolean tryCreate(String group, boolean revive) {
		String key = MemcachedKeys.group(group);
		Item empty = Item.msgpack(GroupItem.EMPTY.pack());
		VersionedItem stored = this.commands.gets(key).await();
		if (stored == null) {
			return this.commands.add(key, Expiry.NEVER, empty).await();
		}
		if (!isBeingDeleted(stored.item())) {
			throw new GroupAlreadyExistsException(group);
		}
		return revive && this.commands.cas(key, stored, Expiry.NEVER, empty).await();
	}

	void delete(String group) {
		RetryBackoff attempts = attempts(group);
		while (!markDeleted(group)) {
			attempts.pause();
		}
		this.commands.delete(MemcachedKeys.annotations(group)).await();
		this.commands.delete(MemcachedKeys.group(group)).await();
		this.list.remove(group);
	}

	/**
	 * Replaces an empty group's item with nil, as tooz does: memcached has no conditional
	 * delete.
	 */
	private boolean markDeleted(String group) {
		StoredItem stored = read(group);
		if (!stored.item().isEmpty()) {
			throw new GroupNotEmptyException(group);
		}
		return this.commands.cas(stored.key(), stored.stored(), Expiry.NEVER, Item.msgpack(RawMsgpack.nil())).await();
	}

	private RetryBackoff attempts(String group) {
		return new RetryBackoff("group '" + group + "'", this.retryTimeout);
	}

}
