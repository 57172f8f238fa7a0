package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Attempts;
import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotCreated;
import io.servicegroup.tooz.GroupNotEmpty;
import io.servicegroup.tooz.ToozError;
import net.spy.memcached.CASValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group: the item that lists its members, and the members' keys.
 */
final class NovaGroup {

	private static final Logger logger = LoggerFactory.getLogger(NovaGroup.class);

	private final MemcachedCommands commands;

	private final String group;

	private final String listKey;

	private final IdList list;

	private final Duration patience;

	NovaGroup(MemcachedCommands commands, String group, Duration patience) {
		this.commands = commands;
		this.group = group;
		this.listKey = NovaKeys.members(group);
		this.list = new IdList(commands, this.listKey, patience);
		this.patience = patience;
	}

	String listKey() {
		return this.listKey;
	}

	IdList list() {
		return this.list;
	}

	void create() {
		if (!this.commands.add(this.listKey, Expiry.NEVER, IdList.pack(List.of())).get()) {
			throw new GroupAlreadyExist(this.group);
		}
	}

	void delete() {
		Attempts attempts = new Attempts("group '" + this.group + "'", this.patience);
		while (!tryDelete()) {
			attempts.pause();
		}
		this.commands.delete(NovaKeys.notes(this.group)).get();
	}

	private boolean tryDelete() {
		CASValue<Item> read = this.commands.gets(this.listKey).get();
		if (read == null) {
			throw new GroupNotCreated(this.group);
		}
		if (!living(this.list.idsOrNone(read.getValue())).isEmpty()) {
			throw new GroupNotEmpty(this.group);
		}
		return this.commands.cas(this.listKey, read, Expiry.AT_ONCE, read.getValue()).get();
	}

	/**
	 * Lists the live members in two round trips, the list and then all the keys. When it
	 * found dead ones on the list, it tidies up in a third.
	 * @param more ids to look for besides
	 */
	Map<String, StoredMember> members(Set<String> more, Clock clock) {
		CASValue<Item> read = this.commands.gets(this.listKey).get();
		Set<String> dead = new LinkedHashSet<>((read != null) ? this.list.idsOrNone(read.getValue()) : Set.of());
		Set<String> all = new LinkedHashSet<>(dead);
		all.addAll(more);
		Map<String, Item> living = living(all);
		if (read == null && living.isEmpty()) {
			throw new GroupNotCreated(this.group);
		}
		Map<String, StoredMember> members = new LinkedHashMap<>();
		living.forEach((id, item) -> members.put(id, member(item, clock)));
		dead.removeAll(living.keySet());
		if (read != null && !dead.isEmpty()) {
			tidyUp(read, dead);
		}
		return members;
	}

	/** One that Nova has written, or anybody else, says nothing of itself. */
	private static StoredMember member(Item item, Clock clock) {
		NovaValue value = NovaValue.read(item);
		return StoredMember.lenient((value != null) ? value.capabilities() : new byte[0], null, clock.instant());
	}

	/** The values of those of the members that are up. */
	private Map<String, Item> living(Set<String> ids) {
		List<String> possible = ids.stream().filter((id) -> NovaKeys.canHold(this.group, id)).toList();
		Map<String, Item> living = new LinkedHashMap<>();
		if (!possible.isEmpty()) {
			Map<String, Item> items = this.commands
				.get(possible.stream().map((id) -> NovaKeys.member(this.group, id)).toList())
				.get();
			for (String id : possible) {
				Item item = items.get(NovaKeys.member(this.group, id));
				if (item != null) {
					living.put(id, item);
				}
			}
		}
		return living;
	}

	/** When it fails, the next reader tidies up. */
	private void tidyUp(CASValue<Item> read, Set<String> dead) {
		try {
			this.list.removeFrom(read, dead);
		}
		catch (ToozError ex) {
			logger.debug("Dead members stay in {} for now", this.listKey, ex);
		}
	}

}
