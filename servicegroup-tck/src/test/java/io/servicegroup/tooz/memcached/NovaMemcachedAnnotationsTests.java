package io.servicegroup.tooz.memcached;

import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.NovaMemcached;
import io.servicegroup.tck.servers.StoreServer;

class NovaMemcachedAnnotationsTests extends MemcachedAnnotationsTests {

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

	@Override
	MemcachedSocket connect() {
		return ((NovaMemcached) this.server).connect();
	}

	@Override
	String key() {
		return NovaKeys.annotations(this.group);
	}

}
