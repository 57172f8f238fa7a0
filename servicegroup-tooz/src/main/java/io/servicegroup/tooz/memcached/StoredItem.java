package io.servicegroup.tooz.memcached;

import io.servicegroup.tooz.memcached.client.ItemVersion;
import io.servicegroup.tooz.memcached.client.VersionedItem;

/**
 * A group as it was read.
 *
 * @param key its key
 * @param stored its item, for the <em>cas</em>
 * @param item the content of the item
 */
record StoredItem(String key, VersionedItem stored, GroupItem item) {

	/** Returns whether the item has not changed since it was read. */
	boolean isStill(VersionedItem now) {
		ItemVersion version = now.itemVersion();
		return version.isKept() && version.equals(this.stored.itemVersion());
	}

}
