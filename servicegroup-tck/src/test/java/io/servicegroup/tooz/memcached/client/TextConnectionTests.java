package io.servicegroup.tooz.memcached.client;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

/** A connection that speaks the text protocol. */
class TextConnectionTests extends ConnectionContract {

	@Override
	StoreServer startServer() {
		return new MemcachedServer();
	}

}
