package io.servicegroup.tooz.memcached;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.memcached.client.ItemState;
import io.servicegroup.tooz.memcached.client.ItemVersion;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the items in which this member's entries were last found. While an item
 * has the same version, its entry is intact, and the item needs not be read. For one
 * thread at a time.
 */
final class VerifiedEntries {

	private final Map<String, Entry> groups = new HashMap<>();

	private @Nullable ItemVersion list;

	/** The connection for heartbeats when the list was read. */
	private long listHeart;

	/** The groups that this version of the list contains. */
	private Set<String> listed = Set.of();

	/** Forgets everything: the items are read again. */
	void forget() {
		this.groups.clear();
		this.list = null;
	}

	/** Forgets the groups that are not among these. */
	void retain(Set<String> groups) {
		this.groups.keySet().retainAll(groups);
	}

	/**
	 * Takes note of an entry that was found.
	 * @param heart the number of the connection for heartbeats before the item was read:
	 * while that is open, the server has not started again, and does not repeat a version
	 */
	void verified(String group, ItemVersion version, byte[] capabilities, long heart) {
		if (version.isKept()) {
			this.groups.put(group, new Entry(MemcachedKeys.group(group), version, capabilities, heart));
		}
	}

	void verifiedList(ItemVersion version, Set<String> groups, long heart) {
		this.listHeart = heart;
		this.list = version.isKept() ? version : null;
		this.listed = groups;
	}

	/** Takes note of items that were found unchanged over the connection for readings. */
	void intact(Set<String> keys, long heart) {
		this.groups.replaceAll((group, entry) -> keys.contains(entry.key)
				? new Entry(entry.key, entry.version, entry.capabilities, heart) : entry);
		if (keys.contains(MemcachedKeys.GROUP_LIST)) {
			this.listHeart = heart;
		}
	}

	/** Returns the keys of the items whose versions are enough to check them. */
	Set<String> keys(Map<String, byte[]> memberships) {
		Set<String> keys = new LinkedHashSet<>();
		memberships.forEach((group, capabilities) -> {
			Entry entry = this.groups.get(group);
			if (entry != null && Arrays.equals(entry.capabilities, capabilities)) {
				keys.add(entry.key);
			}
		});
		if (this.list != null && this.listed.containsAll(memberships.keySet())) {
			keys.add(MemcachedKeys.GROUP_LIST);
		}
		return keys;
	}

	/** Returns whether all items are intact, as a heartbeat has found them. */
	boolean areIntact(Map<String, byte[]> memberships, Map<String, ItemState> found) {
		for (Map.Entry<String, byte[]> membership : memberships.entrySet()) {
			Entry entry = this.groups.get(membership.getKey());
			if (entry == null || !Arrays.equals(entry.capabilities, membership.getValue())
					|| !isSame(entry.version, entry.heart, found.get(entry.key))) {
				return false;
			}
		}
		return this.list != null && this.listed.containsAll(memberships.keySet())
				&& isSame(this.list, this.listHeart, found.get(MemcachedKeys.GROUP_LIST));
	}

	/** Forgets the items of which a heartbeat has seen that they have changed. */
	void forgetChanged(Map<String, ItemState> found) {
		this.groups.values().removeIf((entry) -> !isSame(entry.version, found.get(entry.key)));
		if (this.list != null && !isSame(this.list, found.get(MemcachedKeys.GROUP_LIST))) {
			this.list = null;
		}
	}

	private static boolean isSame(ItemVersion verified, @Nullable ItemState found) {
		return found != null && isSame(verified, found.version().connection(), found);
	}

	private static boolean isSame(ItemVersion verified, long heart, @Nullable ItemState found) {
		return found != null && found.version().equals(verified.over(heart));
	}

	/** Returns the keys of the items that are intact, as these versions show. */
	Set<String> intact(Map<String, byte[]> memberships, Map<String, ItemVersion> versions) {
		Set<String> intact = keys(memberships);
		Map<String, ItemVersion> verified = new HashMap<>();
		memberships.keySet().forEach((group) -> {
			Entry entry = this.groups.get(group);
			if (entry != null) {
				verified.put(entry.key, entry.version);
			}
		});
		if (this.list != null) {
			verified.put(MemcachedKeys.GROUP_LIST, this.list);
		}
		intact.removeIf((key) -> !versions.containsKey(key) || !versions.get(key).equals(verified.get(key)));
		return intact;
	}

	/**
	 * An entry that was found.
	 *
	 * @param key the key of the group's item
	 * @param version the version of the item
	 * @param capabilities the member's capabilities in it
	 * @param heart the connection for heartbeats when it was read
	 */
	private record Entry(String key, ItemVersion version, byte[] capabilities, long heart) {
	}

}
