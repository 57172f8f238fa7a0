package io.servicegroup.livemigration;

/**
 * Migrates from Redis to memcached.
 */
class RedisToMemcachedTests extends MemcachedToRedisTests {

	@Override
	String from() {
		return super.to();
	}

	@Override
	String to() {
		return super.from();
	}

}
