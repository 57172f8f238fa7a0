package io.servicegroup.livemigration;

import io.servicegroup.tck.servers.NovaMemcached;
import org.junit.jupiter.api.Tag;

/**
 * Migrates from Nova's driver {@code mc} to tooz's, on the same server.
 */
@Tag("long")
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
