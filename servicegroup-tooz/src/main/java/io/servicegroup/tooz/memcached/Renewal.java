package io.servicegroup.tooz.memcached;

import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.Reply;

/**
 * An item that a heartbeat renews with <em>touch</em>, which a full server allows, and
 * adds only if it is missing. A failed <em>set</em> would even delete it.
 *
 * @param key its key
 * @param exptime see {@link io.servicegroup.tooz.memcached.client.Expiry}
 * @param item its content
 */
record Renewal(String key, int exptime, Item item) {

	Reply<Boolean> touch(MemcachedCommands commands) {
		return commands.touch(this.key, this.exptime);
	}

	Reply<Boolean> add(MemcachedCommands commands) {
		return commands.add(this.key, this.exptime, this.item);
	}

}
