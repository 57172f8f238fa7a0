package io.servicegroup.tooz.memcached;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.RecentGroups;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which members of a group live, by as few keys of each as possible.
 */
final class SignsOfLife {

	private final MemcachedCommands commands;

	/** The live members without a small key in the last listing of a group. */
	private final RecentGroups<Set<String>> withoutSmallKey = new RecentGroups<>();

	SignsOfLife(MemcachedCommands commands) {
		this.commands = commands;
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
		List<Sign> signs = signs(group, new LinkedHashSet<>(members), known(group));
		return dead(group, signs, read(keys(signs)));
	}

	/**
	 * Returns the members without a sign of life.
	 * @param found the items that were found
	 */
	Set<String> dead(String group, List<Sign> signs, Map<String, Item> found) {
		Set<String> alive = new HashSet<>();
		Set<String> silent = new HashSet<>();
		for (Sign sign : signs) {
			if (!sign.isIn(found)) {
				silent.add(sign.id);
			}
			else if (sign.holder != null) {
				alive.add(sign.id);
			}
		}
		Set<String> dead = new HashSet<>(silent);
		if (!silent.isEmpty()) {
			Map<String, Item> all = read(silent.stream().flatMap((id) -> keys(group, id)).toList());
			dead.removeIf((id) -> MemcachedKeys.signsOfLife(group, id).stream().anyMatch(all::containsKey));
			dead.removeAll(unclaimed(dead, all));
			silent.removeAll(dead);
			silent.removeIf((id) -> all.containsKey(MemcachedKeys.alive(group, id)));
			alive.addAll(silent);
		}
		remember(group, alive);
		return dead;
	}

	Map<String, Item> read(List<String> keys) {
		return keys.isEmpty() ? Map.of() : this.commands.get(keys).await();
	}

	private static Stream<String> keys(String group, String id) {
		return Stream.concat(Stream.of(MemcachedKeys.heartbeat(id), MemcachedKeys.holder(id)),
				MemcachedKeys.signsOfLife(group, id).stream());
	}

	static List<Sign> signs(String group, Collection<String> ids, Set<String> known) {
		return ids.stream()
			.map((id) -> known.contains(id) ? new Sign(id, MemcachedKeys.heartbeat(id), MemcachedKeys.holder(id))
					: new Sign(id, MemcachedKeys.alive(group, id), null))
			.toList();
	}

	static List<String> keys(List<Sign> signs) {
		return signs.stream()
			.flatMap((sign) -> (sign.holder != null) ? Stream.of(sign.key, sign.holder) : Stream.of(sign.key))
			.toList();
	}

	Set<String> known(String group) {
		return Objects.requireNonNullElse(this.withoutSmallKey.get(group), Set.of());
	}

	private void remember(String group, Set<String> ids) {
		if (ids.isEmpty()) {
			this.withoutSmallKey.remove(group);
		}
		else {
			this.withoutSmallKey.put(group, ids);
		}
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

	/**
	 * What to look at first to find out whether a member lives.
	 *
	 * @param id its id
	 * @param key its small key, or its heartbeat if it has no small key
	 * @param holder the key of the holder item, without which the heartbeat is that of a
	 * process without claims; {@code null} for a small key
	 */
	record Sign(String id, String key, @Nullable String holder) {

		boolean isIn(Map<String, Item> found) {
			return found.containsKey(this.key) && (this.holder == null || !found.containsKey(this.holder));
		}

	}

}
