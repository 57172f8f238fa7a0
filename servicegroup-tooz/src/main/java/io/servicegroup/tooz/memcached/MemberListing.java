package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.UnreadableRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the live members of a group in two round trips: the group's item, then one small
 * key of each member that shows that it lives. One more reads the other keys of members
 * without that key, such as Python's; the next listing reads theirs at once. A last one
 * checks heartbeats that may be of a process in another group, and removes dead members,
 * if there are any.
 */
final class MemberListing {

	private static final Logger logger = LoggerFactory.getLogger(MemberListing.class);

	/** Listings remember so many groups. */
	private static final int MAX_GROUPS = 1000;

	private final MemcachedCommands commands;

	private final MemcachedGroups groups;

	private final WriteProbe writable;

	private final Clock clock;

	/** The live members without a small key in the last listing of a group. */
	private final Map<String, Set<String>> withoutSmallKey = new ConcurrentHashMap<>();

	private final UnreadableRecords unreadable = new UnreadableRecords();

	MemberListing(MemcachedCommands commands, MemcachedGroups groups, WriteProbe writable, Clock clock) {
		this.commands = commands;
		this.groups = groups;
		this.writable = writable;
		this.clock = clock;
	}

	/**
	 * Returns the live members, by id.
	 * @throws io.servicegroup.tooz.GroupNotFoundException if there is no such group
	 * @throws io.servicegroup.tooz.StoreUnavailableException if a member is dead and the
	 * server refuses writes
	 * @throws io.servicegroup.tooz.SerializationException if the group's item cannot be
	 * read
	 */
	Map<String, StoredMember> members(String group) {
		MemcachedGroups.Stored stored = this.groups.read(group);
		Set<String> dead = dead(group, stored.item().ids());
		Map<String, StoredMember> members = live(group, stored.item().without(dead), Map.of());
		remove(stored, dead);
		return members;
	}

	/**
	 * Returns the members of an item by id, and logs those without a valid one.
	 * @param before members that were read before; used again if they have not changed
	 */
	Map<String, StoredMember> live(String group, GroupItem item, Map<String, StoredMember> before) {
		Map<String, StoredMember> members = new LinkedHashMap<>();
		Instant now = this.clock.instant();
		Map<String, String> reasons = new LinkedHashMap<>();
		for (GroupItem.Entry entry : item.entries()) {
			if (entry.id() != null) {
				StoredMember known = before.get(entry.id());
				members.put(entry.id(), (known != null && Arrays.equals(known.capabilities(), entry.capabilities()))
						? known : new StoredMember(entry.capabilities(), null, now));
			}
			else {
				reasons.put(HexFormat.of().formatHex(entry.key()), "no valid id");
			}
		}
		this.unreadable.report(group, reasons, (found) -> logger
			.warn("Unreadable id of {}, in hexadecimal, in group '{}' on memcached: not listed; listed again once "
					+ "the member rejoins, which Java members do with their next heartbeat. "
					+ "Restart a Python member", found.subject("member"), Printable.of(group)));
		return members;
	}

	/**
	 * Removes dead members with a <em>cas</em> on the item that was read. It fails if a
	 * member has joined again meanwhile. The next reader then removes the members that
	 * are still dead.
	 * @throws io.servicegroup.tooz.StoreUnavailableException if there are any and the
	 * server refuses writes: live members may be among them, and one in Python would not
	 * register again
	 */
	void remove(MemcachedGroups.Stored stored, Set<String> dead) {
		if (dead.isEmpty()) {
			return;
		}
		this.writable.require();
		try {
			this.groups.write(stored, stored.item().without(dead));
		}
		catch (CoordinationException ex) {
			logger.debug("Dead members of {} could not be removed; the next reading removes them", stored.key(), ex);
		}
	}

	/**
	 * Returns the members that neither have a claim to the group nor can be in a process
	 * without claims.
	 * @param members the members to look at
	 */
	Set<String> dead(String group, Collection<String> members) {
		if (members.isEmpty()) {
			return Set.of();
		}
		Set<String> ids = new LinkedHashSet<>(members);
		Set<String> known = this.withoutSmallKey.getOrDefault(group, Set.of());
		Map<String, Item> found = new HashMap<>(
				read(ids.stream().flatMap((id) -> keys(group, id, known.contains(id)))));
		Set<String> silent = new HashSet<>(ids);
		silent.removeIf((id) -> found.containsKey(MemcachedKeys.alive(group, id)));
		if (!known.containsAll(silent)) {
			found.putAll(
					read(silent.stream().filter((id) -> !known.contains(id)).flatMap((id) -> keys(group, id, true))));
		}
		Set<String> dead = new HashSet<>(silent);
		dead.removeIf((id) -> MemcachedKeys.signsOfLife(group, id).stream().anyMatch(found::containsKey));
		dead.removeAll(unclaimed(dead, found));
		silent.removeAll(dead);
		remember(group, silent);
		return dead;
	}

	private Map<String, Item> read(Stream<String> keys) {
		return this.commands.get(keys.toList()).await();
	}

	private static Stream<String> keys(String group, String id, boolean all) {
		return all ? Stream.concat(Stream.of(MemcachedKeys.heartbeat(id), MemcachedKeys.holder(id)),
				MemcachedKeys.signsOfLife(group, id).stream()) : Stream.of(MemcachedKeys.alive(group, id));
	}

	private void remember(String group, Set<String> ids) {
		if (ids.isEmpty()) {
			this.withoutSmallKey.remove(group);
			return;
		}
		if (this.withoutSmallKey.size() >= MAX_GROUPS) {
			this.withoutSmallKey.clear();
		}
		this.withoutSmallKey.put(group, ids);
	}

	/**
	 * Returns the ids that a process without claims may keep alive, in Python or of an
	 * earlier release. If processes with claims use an id, too, one more round trip shows
	 * whether the heartbeat is theirs.
	 */
	private Set<String> unclaimed(Set<String> ids, Map<String, Item> found) {
		Set<String> unclaimed = new HashSet<>();
		Map<String, Reply<@Nullable VersionedItem>> heartbeats = new HashMap<>();
		for (String id : ids) {
			String heartbeat = MemcachedKeys.heartbeat(id);
			Item holder = found.get(MemcachedKeys.holder(id));
			if (holder == null ? found.containsKey(heartbeat) : HolderItem.isUnclaimed(holder)) {
				unclaimed.add(id);
			}
			else if (found.containsKey(heartbeat)) {
				heartbeats.put(id, this.commands.gets(heartbeat));
			}
		}
		heartbeats.forEach((id, reply) -> {
			if (!HolderItem.isRecorded(found.get(MemcachedKeys.holder(id)), reply.await())) {
				unclaimed.add(id);
			}
		});
		return unclaimed;
	}

}
