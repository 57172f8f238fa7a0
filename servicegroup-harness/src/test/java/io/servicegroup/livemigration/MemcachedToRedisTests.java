package io.servicegroup.livemigration;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import org.junit.jupiter.api.Tag;

/**
 * Migrates from memcached to Redis.
 */
@Tag("long")
class MemcachedToRedisTests extends MigrationContract {

	private final MemcachedServer memcached = opened(new MemcachedServer());

	private final RedisServer redis = opened(new RedisServer());

	@Override
	String from() {
		return this.memcached.url("timeout=" + TIMEOUT.toSeconds());
	}

	@Override
	String to() {
		return this.redis.url("timeout=" + TIMEOUT.toSeconds());
	}

}
