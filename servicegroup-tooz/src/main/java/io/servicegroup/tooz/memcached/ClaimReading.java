package io.servicegroup.tooz.memcached;

import java.util.Map;

import io.servicegroup.tooz.memcached.client.VersionedItem;

/**
 * Who holds a member id, as it was read.
 *
 * @param shared what all processes with the id share
 * @param claims the claims to the groups, by key
 */
record ClaimReading(SharedHeartbeat.State shared, Map<String, VersionedItem> claims) {
}
