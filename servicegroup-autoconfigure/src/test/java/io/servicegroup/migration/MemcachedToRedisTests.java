package io.servicegroup.migration;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemcachedToRedisTests extends MoveContract {

	private MemcachedServer memcached;

	private RedisServer redis;

	@BeforeAll
	void startServers() {
		this.memcached = new MemcachedServer();
		this.redis = new RedisServer();
	}

	@AfterAll
	void closeServers() {
		this.memcached.close();
		this.redis.close();
	}

	@Override
	String from() {
		return this.memcached.url("timeout=" + TIMEOUT.toSeconds());
	}

	@Override
	String to() {
		return this.redis.url("timeout=" + TIMEOUT.toSeconds());
	}

}
