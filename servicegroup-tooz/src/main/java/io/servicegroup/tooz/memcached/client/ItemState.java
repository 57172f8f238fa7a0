package io.servicegroup.tooz.memcached.client;

/**
 * What the server says of an item without sending the item.
 *
 * @param version its version
 * @param remainingSeconds for how many seconds it would have lived; -1 if it does not
 * expire
 */
public record ItemState(ItemVersion version, long remainingSeconds) {
}
