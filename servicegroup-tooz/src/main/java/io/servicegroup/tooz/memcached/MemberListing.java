package io.servicegroup.tooz.memcached;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.RecentGroups;
import io.servicegroup.tooz.spi.UnreadableRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the live members of a group in two round trips: the group's item, then one small
 * key of each member that shows that it lives. A later listing asks for the item and for
 * the keys of the members that were in it at once, and then only for those of new
 * members. One more round trip reads the other keys of members without a small key, such
 * as Python's; the next listing asks for their heartbeats at once. A last one checks
 * heartbeats that may be of a process in another group, and removes dead members, if
 * there are any.
 */
final class MemberListing {

	private static final Logger logger = LoggerFactory.getLogger(MemberListing.class);

	private final MemcachedCommands commands;

	private final MemcachedGroups groups;

	private final SignsOfLife signs;

	private final WriteProbe writable;

	private final Clock clock;

	private final RecentGroups<Listing> last = new RecentGroups<>();

	private final UnreadableRecords unreadable = new UnreadableRecords();

	MemberListing(MemcachedCommands commands, MemcachedGroups groups, WriteProbe writable, Clock clock) {
		this.commands = commands;
		this.groups = groups;
		this.signs = new SignsOfLife(commands);
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
		Listing last = Objects.requireNonNullElse(this.last.get(group), Listing.NONE);
		// The item first: a member that is in it has written its keys before.
		Reply<StoredItem> reading = this.groups.reading(group, last.stored);
		Reply<Map<String, Item>> signs = last.keys.isEmpty() ? Map::of : this.commands.get(last.keys);
		StoredItem stored = reading.await();
		Map<String, Item> found = signs.await();
		boolean isSame = last.isOf(stored);
		Listing now = isSame ? last : listing(group, stored);
		if (!isSame) {
			List<String> others = new ArrayList<>(now.keys);
			others.removeAll(new HashSet<>(last.keys));
			found = new HashMap<>(found);
			found.putAll(this.signs.read(others));
		}
		Set<String> dead = this.signs.dead(group, now.signs, found);
		this.last.put(group, now.known.equals(this.signs.known(group)) ? now : listing(group, stored));
		Map<String, StoredMember> members = live(group, stored.item().without(dead), Map.of());
		remove(stored, dead);
		return members;
	}

	private Listing listing(String group, StoredItem stored) {
		Set<String> known = this.signs.known(group);
		List<SignsOfLife.Sign> signs = SignsOfLife.signs(group, stored.item().ids(), known);
		return new Listing(stored, known, signs, SignsOfLife.keys(signs));
	}

	/** Returns the members without a sign of life, see {@link SignsOfLife}. */
	Set<String> dead(String group, Collection<String> members) {
		return this.signs.dead(group, members);
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
	void remove(StoredItem stored, Set<String> dead) {
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
	 * A group as it was listed.
	 *
	 * @param stored the item, or {@code null} if there was none
	 * @param known the members without a small key
	 * @param signs what to look at
	 * @param keys the keys of the signs
	 */
	private record Listing(@Nullable StoredItem stored, Set<String> known, List<SignsOfLife.Sign> signs,
			List<String> keys) {

		static final Listing NONE = new Listing(null, Set.of(), List.of(), List.of());

		@SuppressWarnings("ReferenceEquality")
		boolean isOf(StoredItem read) {
			return this.stored == read;
		}

	}

}
