package io.servicegroup.tooz.memcached;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

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

	void verified(String group, ItemVersion version, byte[] capabilities) {
		if (version.isKept()) {
			this.groups.put(group, new Entry(version, capabilities));
		}
	}

	void verifiedList(ItemVersion version, Set<String> groups) {
		this.list = version.isKept() ? version : null;
		this.listed = groups;
	}

	/** Returns the keys of the items whose versions are enough to check them. */
	Set<String> keys(Map<String, byte[]> memberships) {
		Set<String> keys = new LinkedHashSet<>();
		memberships.forEach((group, capabilities) -> {
			Entry entry = this.groups.get(group);
			if (entry != null && Arrays.equals(entry.capabilities, capabilities)) {
				keys.add(MemcachedKeys.group(group));
			}
		});
		if (this.list != null && this.listed.containsAll(memberships.keySet())) {
			keys.add(MemcachedKeys.GROUP_LIST);
		}
		return keys;
	}

	/** Returns the keys of the items that are intact, as these versions show. */
	Set<String> intact(Map<String, byte[]> memberships, Map<String, ItemVersion> versions) {
		Set<String> intact = keys(memberships);
		Map<String, ItemVersion> verified = new HashMap<>();
		memberships.keySet().forEach((group) -> {
			Entry entry = this.groups.get(group);
			if (entry != null) {
				verified.put(MemcachedKeys.group(group), entry.version);
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
	 * @param version the version of the group's item
	 * @param capabilities the member's capabilities in it
	 */
	private record Entry(ItemVersion version, byte[] capabilities) {
	}

}
