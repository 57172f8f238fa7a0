package io.servicegroup.livemigration;

import io.servicegroup.tck.servers.NovaMemcached;

/**
 * Migrates from Nova's driver {@code mc} to tooz's, on the same server.
 */
class NovaMemcacheTests extends MigrationContract {

	private final NovaMemcached server = opened(new NovaMemcached());

	@Override
	String from() {
		return this.server.url("timeout=" + TIMEOUT.toSeconds());
	}

	@Override
	String to() {
		return from().replace("nova+mc://", "memcached://");
	}

}
