package io.servicegroup.benchmarks;

import java.util.UUID;
import java.util.concurrent.locks.Lock;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;

/**
 * A lock of this library or of another one, on a connection of its own.
 *
 * @param name the library, for the table
 * @param locking takes the lock, and waits for it if the library can
 * @param unlocking releases it; called by the thread that has locked it
 * @param closing closes the client
 */
record Mutex(String name, Interleaved.Call locking, Interleaved.Call unlocking,
		Interleaved.Call closing) implements AutoCloseable {

	private static final int SECONDS = 30;

	void lockAndUnlock() throws Exception {
		this.locking.run();
		this.unlocking.run();
	}

	@Override
	public void close() throws Exception {
		this.closing.run();
	}

	static Mutex ours(String url, String lock) {
		Coordinator coordinator = Member.coordinator(url, "m-" + UUID.randomUUID());
		DistributedLock held = coordinator.getLock(lock);
		return new Mutex("this library", held::lock, held::unlock, coordinator::close);
	}

	/** Two commands without any logic; it does not wait. */
	static Mutex redisCommands(int port, String lock) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + port);
		RedisCommands<String, String> redis = client.connect().sync();
		String release = redis.scriptLoad(
				"if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end");
		String[] keys = { lock };
		return new Mutex("SET and EVALSHA by Lettuce", () -> {
			if (redis.set(lock, "token", SetArgs.Builder.nx().px(SECONDS * 1000L)) == null) {
				throw new IllegalStateException("The lock is held");
			}
		}, () -> redis.evalsha(release, ScriptOutputType.INTEGER, keys, "token"), client::close);
	}

	static RedissonClient redisson(int port, long watchdogMillis) {
		Config config = new Config();
		config.setLockWatchdogTimeout(watchdogMillis);
		config.setThreads(2).setNettyThreads(2);
		config.useSingleServer()
			.setAddress("redis://127.0.0.1:" + port)
			.setConnectionMinimumIdleSize(1)
			.setConnectionPoolSize(2)
			.setSubscriptionConnectionMinimumIdleSize(1);
		return Redisson.create(config);
	}

	static Mutex redisson(int port, String lock) {
		RedissonClient client = redisson(port, SECONDS * 1000L);
		Lock held = client.getLock(lock);
		return new Mutex("Redisson", held::lock, held::unlock, client::shutdown);
	}

	static Mutex springIntegration(int port, String lock) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", port);
		factory.afterPropertiesSet();
		factory.start();
		RedisLockRegistry registry = new RedisLockRegistry(factory, "registry", SECONDS * 1000L);
		registry.setRedisLockType(RedisLockRegistry.RedisLockType.PUB_SUB_LOCK);
		Lock held = registry.obtain(lock);
		return new Mutex("Spring Integration", held::lock, held::unlock, () -> {
			registry.destroy();
			factory.destroy();
		});
	}

	static Mutex jetcd(int port, String lock) throws Exception {
		Client client = Client.builder().endpoints("http://127.0.0.1:" + port).build();
		long lease = client.getLeaseClient().grant(60).get().getID();
		ByteSequence[] key = new ByteSequence[1];
		return new Mutex("jetcd",
				() -> key[0] = client.getLockClient().lock(Groups.sequence(lock), lease).get().getKey(),
				() -> client.getLockClient().unlock(key[0]).get(), client::close);
	}

	static CuratorFramework curator(int port, int sessionMillis) {
		CuratorFramework client = CuratorFrameworkFactory.newClient("127.0.0.1:" + port, sessionMillis, 5000,
				new RetryOneTime(100));
		client.start();
		return client;
	}

	static Mutex curator(int port, String lock) {
		CuratorFramework client = curator(port, SECONDS * 1000);
		InterProcessMutex held = new InterProcessMutex(client, "/curator/" + lock);
		return new Mutex("Curator", held::acquire, held::release, client::close);
	}

}
