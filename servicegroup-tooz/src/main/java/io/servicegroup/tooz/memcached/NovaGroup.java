package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.RetryBackoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group in Nova's format: an item that lists its Java members, and a key for each
 * member.
 */
final class NovaGroup {

	private static final Logger logger = LoggerFactory.getLogger(NovaGroup.class);

	private final MemcachedCommands commands;

	private final String group;

	private final String listKey;

	private final IdList list;

	private final Duration retryTimeout;

	NovaGroup(MemcachedCommands commands, String group, Duration retryTimeout) {
		this.commands = commands;
		this.group = group;
		this.listKey = NovaKeys.memberList(group);
		this.list = new IdList(commands, this.listKey, retryTimeout);
		this.retryTimeout = retryTimeout;
	}

	String listKey() {
		return this.listKey;
	}

	IdList list() {
		return this.list;
	}

	void create() {
		if (!this.commands.add(this.listKey, Expiry.NEVER, IdList.pack(List.of())).await()) {
			throw new GroupAlreadyExistsException(this.group);
		}
	}

	/**
	 * Deletes the group.
	 * @throws GroupNotFoundException if there is no list of its members
	 * @throws GroupNotEmptyException if a member on the list is up
	 */
	void delete() {
		RetryBackoff attempts = new RetryBackoff("group '" + this.group + "'", this.retryTimeout);
		while (!tryDelete()) {
			attempts.pause();
		}
		this.commands.delete(NovaKeys.annotations(this.group)).await();
	}

	private boolean tryDelete() {
		VersionedItem read = this.commands.gets(this.listKey).await();
		if (read == null) {
			throw new GroupNotFoundException(this.group);
		}
		if (!live(this.list.idsOrNone(read.item())).isEmpty()) {
			throw new GroupNotEmptyException(this.group);
		}
		return this.commands.cas(this.listKey, read, Expiry.IMMEDIATE, read.item()).await();
	}

	/**
	 * Lists the live members in two round trips: the list, then all keys. Removes dead
	 * members from the list in a third one.
	 * @param more ids that are not on the list, but may have a key
	 * @throws GroupNotFoundException if there is neither a list nor a live member
	 */
	Map<String, StoredMember> members(Set<String> more, Clock clock) {
		VersionedItem read = this.commands.gets(this.listKey).await();
		Set<String> dead = new LinkedHashSet<>((read != null) ? this.list.idsOrNone(read.item()) : Set.of());
		Set<String> all = new LinkedHashSet<>(dead);
		all.addAll(more);
		Map<String, Item> live = live(all);
		if (read == null && live.isEmpty()) {
			throw new GroupNotFoundException(this.group);
		}
		Map<String, StoredMember> members = new LinkedHashMap<>();
		live.forEach((id, item) -> members.put(id, member(item, clock)));
		dead.removeAll(live.keySet());
		if (read != null && !dead.isEmpty()) {
			removeDead(read, dead);
		}
		return members;
	}

	/**
	 * Returns the member with the capabilities of its key. A key that Nova or another
	 * program has written has none.
	 */
	private static StoredMember member(Item item, Clock clock) {
		NovaValue value = NovaValue.read(item);
		return new StoredMember((value != null) ? value.capabilities() : Capabilities.encode(new byte[0]), null,
				clock.instant());
	}

	/** Returns the items of those members that are up, by id. */
	private Map<String, Item> live(Set<String> ids) {
		List<String> possible = ids.stream().filter((id) -> NovaKeys.fits(this.group, id)).toList();
		Map<String, Item> live = new LinkedHashMap<>();
		if (!possible.isEmpty()) {
			Map<String, Item> items = this.commands
				.get(possible.stream().map((id) -> NovaKeys.member(this.group, id)).toList())
				.await();
			for (String id : possible) {
				Item item = items.get(NovaKeys.member(this.group, id));
				if (item != null) {
					live.put(id, item);
				}
			}
		}
		return live;
	}

	/**
	 * Removes dead members from the list. If that fails, the next reader removes them.
	 */
	private void removeDead(VersionedItem read, Set<String> dead) {
		try {
			this.list.removeFrom(read, dead);
		}
		catch (CoordinationException ex) {
			logger.debug("Dead members of {} could not be removed; the next reading removes them", this.listKey, ex);
		}
	}

}
