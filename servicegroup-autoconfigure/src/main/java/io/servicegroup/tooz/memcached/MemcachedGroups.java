package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.Attempts;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.GroupNotEmpty;
import io.servicegroup.tooz.SerializationError;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The groups' items. Everybody changes them by <em>gets</em> and <em>cas</em>, and tries
 * again when somebody else was first.
 */
final class MemcachedGroups {

	private static final Logger logger = LoggerFactory.getLogger(MemcachedGroups.class);

	private static final double DELETION_TAKES = 0.5;

	private final MemcachedCommands commands;

	private final IdList list;

	private final Duration patience;

	MemcachedGroups(MemcachedCommands commands, IdList list, Duration patience) {
		this.commands = commands;
		this.list = list;
		this.patience = patience;
	}

	/** Reads a group, for {@link #write}. */
	Stored read(String group) {
		return reading(group, GroupItem::read).get();
	}

	/**
	 * Asks for a group for one who enters it, and waits for the answer when that is asked
	 * for. An item that nobody can read hides everybody, and would for ever: it counts as
	 * empty then, and whoever beats enters anew.
	 */
	Supplier<Stored> readingOrReset(String group) {
		return reading(group, MemcachedGroups::readOrReset);
	}

	private Supplier<Stored> reading(String group, BiFunction<String, Item, GroupItem> reading) {
		String key = MemcachedKeys.group(group);
		Supplier<@Nullable CASValue<Item>> answer = this.commands.gets(key);
		return () -> {
			CASValue<Item> stored = answer.get();
			if (stored == null || isBeingDeleted(stored.getValue())) {
				throw new GroupNotCreated(group);
			}
			return new Stored(key, stored, reading.apply(key, stored.getValue()));
		};
	}

	private static GroupItem readOrReset(String key, Item item) {
		try {
			return GroupItem.read(key, item);
		}
		catch (SerializationError ex) {
			logger.warn("The item '{}' in memcached is not what tooz writes there: it is written anew, and its members "
					+ "show again with their next heartbeats", key);
			return GroupItem.EMPTY;
		}
	}

	/** Whether the value is the None that tooz writes before it deletes a group. */
	static boolean isBeingDeleted(Item item) {
		return item.flags() == Item.MSGPACK && RawValues.isNil(item.data());
	}

	/** Writes a group unless it has changed since it was read. */
	boolean write(Stored read, GroupItem changed) {
		return this.commands.cas(read.key(), read.stored(), Expiry.NEVER, Item.msgpack(changed.pack())).get();
	}

	void change(String group, UnaryOperator<GroupItem> change) {
		change(group, read(group), this::read, change);
	}

	/** Changes a group that was read just now, by {@link #readingOrReset}. */
	void enter(String group, Stored read, UnaryOperator<GroupItem> change) {
		change(group, read, (id) -> readingOrReset(id).get(), change);
	}

	private void change(String group, Stored read, Function<String, Stored> reading, UnaryOperator<GroupItem> change) {
		Attempts attempts = attempts(group);
		Stored stored = read;
		while (!write(stored, change.apply(stored.item()))) {
			attempts.pause();
			stored = reading.apply(group);
		}
	}

	void create(String group) {
		Attempts attempts = attempts(group);
		while (!tryCreate(group, attempts.isOver(DELETION_TAKES))) {
			attempts.pause();
		}
		this.list.add(group);
	}

	/**
	 * Makes the item.
	 * @param revive whether to take one over whose deletion has not come to its end:
	 * whoever began it must have died, and the group could be neither created nor joined
	 * for ever
	 */
	private boolean tryCreate(String group, boolean revive) {
		String key = MemcachedKeys.group(group);
		Item empty = Item.msgpack(GroupItem.EMPTY.pack());
		CASValue<Item> stored = this.commands.gets(key).get();
		if (stored == null) {
			return this.commands.add(key, Expiry.NEVER, empty).get();
		}
		if (!isBeingDeleted(stored.getValue())) {
			throw new GroupAlreadyExist(group);
		}
		return revive && this.commands.cas(key, stored, Expiry.NEVER, empty).get();
	}

	void delete(String group) {
		Attempts attempts = attempts(group);
		while (!markDeleted(group)) {
			attempts.pause();
		}
		this.commands.delete(MemcachedKeys.switches(group)).get();
		this.commands.delete(MemcachedKeys.group(group)).get();
		this.list.remove(group);
	}

	/**
	 * A deletion cannot ask what it deletes; so, as tooz does, nil is put there first.
	 */
	private boolean markDeleted(String group) {
		Stored stored = read(group);
		if (!stored.item().isEmpty()) {
			throw new GroupNotEmpty(group);
		}
		return this.commands.cas(stored.key(), stored.stored(), Expiry.NEVER, Item.msgpack(RawValues.nil())).get();
	}

	private Attempts attempts(String group) {
		return new Attempts("group '" + group + "'", this.patience);
	}

	/**
	 * A group as it was read.
	 *
	 * @param key its key
	 * @param stored its value, for the cas
	 * @param item its content
	 */
	record Stored(String key, CASValue<Item> stored, GroupItem item) {
	}

}
