package io.servicegroup.tooz.memcached.client;

/**
 * An item as it was read, with the version by which {@link MemcachedCommands#cas} detects
 * whether it has changed since.
 *
 * @param item the item
 * @param version its <em>cas unique</em>
 * @param connection the number of the connection over which it was read
 */
public record VersionedItem(Item item, long version, long connection) {

	/**
	 * Returns the version, to compare it with later ones.
	 * @return the version
	 */
	public ItemVersion itemVersion() {
		return new ItemVersion(this.connection, this.version, this.item.data().length);
	}

}
