package io.servicegroup.tooz.memcached.client;

/**
 * An item as it was read, with the version by which {@link MemcachedCommands#cas} detects
 * whether it has changed since.
 *
 * @param item the item
 * @param version its <em>cas unique</em>
 */
public record VersionedItem(Item item, long version) {
}
