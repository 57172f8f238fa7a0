package io.servicegroup.benchmarks;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

/**
 * The stores that are measured.
 */
enum Store {

	REDIS("Redis"), ZOOKEEPER("ZooKeeper"), ETCD("etcd"), MEMCACHED("memcached"), FILE("files"),
	POSTGRESQL("PostgreSQL");

	private final String title;

	Store(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	StoreServer start() {
		return switch (this) {
			case REDIS -> new RedisServer();
			case ZOOKEEPER -> new ZooKeeperServer();
			case ETCD -> new EtcdServer();
			case MEMCACHED -> new MemcachedServer("-c", "8192");
			case FILE -> new SharedDirectory();
			case POSTGRESQL -> new PostgresServer();
		};
	}

	/** Returns the port of a server of this store. */
	static int port(StoreServer server) {
		if (server instanceof RedisServer redis) {
			return redis.port();
		}
		if (server instanceof ZooKeeperServer zooKeeper) {
			return zooKeeper.port();
		}
		if (server instanceof EtcdServer etcd) {
			return etcd.port();
		}
		if (server instanceof MemcachedServer memcached) {
			return memcached.port();
		}
		if (server instanceof PostgresServer postgres) {
			return postgres.port();
		}
		throw new IllegalArgumentException(server + " has no port");
	}

	/** Returns the process id of a server of this store. */
	static long pid(StoreServer server) {
		return ((LocalProcess) server.process()).process().pid();
	}

}
