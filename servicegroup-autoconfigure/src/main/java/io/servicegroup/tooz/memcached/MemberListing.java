package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.BrokenRecords;
import io.servicegroup.tooz.ToozError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the live members of a group in two round trips: the group's item, then all the
 * beats. When it found dead ones, it tidies up in a third.
 */
final class MemberListing {

	private static final Logger logger = LoggerFactory.getLogger(MemberListing.class);

	private final MemcachedCommands commands;

	private final MemcachedGroups groups;

	private final Clock clock;

	private final BrokenRecords broken = new BrokenRecords();

	MemberListing(MemcachedCommands commands, MemcachedGroups groups, Clock clock) {
		this.commands = commands;
		this.groups = groups;
		this.clock = clock;
	}

	Map<String, StoredMember> members(String group) {
		MemcachedGroups.Stored stored = this.groups.read(group);
		Set<String> dead = dead(stored.item());
		Map<String, StoredMember> members = new LinkedHashMap<>();
		Instant now = this.clock.instant();
		for (GroupItem.Entry entry : stored.item().without(dead).entries()) {
			if (entry.id() != null && entry.capabilities() != null) {
				members.put(entry.id(), new StoredMember(entry.capabilities(), null, now));
			}
			else {
				tellBroken(group, entry);
			}
		}
		if (!dead.isEmpty()) {
			tidyUp(stored, dead);
		}
		return members;
	}

	/**
	 * Either sign of life will do, as both last equally long: a server that evicts one of
	 * them, which is of another size than the other, takes nobody down.
	 */
	private Set<String> dead(GroupItem item) {
		Set<String> dead = new HashSet<>(item.ids());
		if (!dead.isEmpty()) {
			Stream<String> keys = dead.stream()
				.flatMap((id) -> Stream.of(MemcachedKeys.beat(id), MemcachedKeys.holder(id)));
			Map<String, Item> signs = this.commands.get(keys.toList()).get();
			dead.removeIf(
					(id) -> signs.containsKey(MemcachedKeys.beat(id)) || signs.containsKey(MemcachedKeys.holder(id)));
		}
		return dead;
	}

	/**
	 * By one cas on the very item that was read: one who has joined again meanwhile is
	 * not touched. When it fails, the next reader tidies up.
	 */
	private void tidyUp(MemcachedGroups.Stored stored, Set<String> dead) {
		try {
			this.groups.write(stored, stored.item().without(dead));
		}
		catch (ToozError ex) {
			logger.debug("Dead members stay in {} for now", stored.key(), ex);
		}
	}

	private void tellBroken(String group, GroupItem.Entry entry) {
		if (this.broken.isNews(group + '\0' + Arrays.toString(entry.key()), entry.value())) {
			logger.warn(
					"Member '{}' of group '{}' is hidden: its entry in memcached is not what tooz writes there. "
							+ "It shows again once it joins anew",
					(entry.id() != null) ? entry.id() : "(unreadable)", group);
		}
	}

}
