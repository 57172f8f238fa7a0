package io.servicegroup.tooz.memcached;

import java.util.function.LongSupplier;

import io.servicegroup.tooz.memcached.client.ItemState;
import io.servicegroup.tooz.memcached.client.ItemVersion;
import io.servicegroup.tooz.spi.RecentGroups;
import org.jspecify.annotations.Nullable;

/**
 * The groups' items that were read last, for heartbeats: a view reads its group more
 * often than they do. Thread-safe.
 */
final class RecentItems {

	private final LongSupplier heart;

	private final RecentGroups<Recent> items = new RecentGroups<>();

	/**
	 * Creates an object without items.
	 * @param heart returns the number of the connection for heartbeats
	 */
	RecentItems(LongSupplier heart) {
		this.heart = heart;
	}

	/** Returns the number of the connection for heartbeats. */
	long heart() {
		return this.heart.getAsLong();
	}

	/**
	 * Takes note of an item.
	 * @param heart the connection for heartbeats before it was read
	 */
	void remember(String group, StoredItem read, long heart) {
		this.items.put(group, new Recent(read, heart));
	}

	/**
	 * Returns an item as it was read last, if a heartbeat has found it unchanged since.
	 * @param found the item, or {@code null} if it is missing
	 */
	@Nullable StoredItem find(String group, @Nullable ItemState found) {
		Recent last = this.items.get(group);
		return (last != null && found != null && last.isStill(found.version())) ? last.read : null;
	}

	/**
	 * The last reading of a group.
	 *
	 * @param heart the connection for heartbeats before
	 */
	private record Recent(StoredItem read, long heart) {

		/** A server that has not started again does not repeat a version. */
		boolean isStill(ItemVersion found) {
			ItemVersion version = this.read.stored().itemVersion();
			return version.isKept() && found.equals(version.over(this.heart));
		}

	}

}
