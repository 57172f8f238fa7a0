package io.servicegroup.mutex;

import java.util.function.Supplier;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

/**
 * The stores whose locks go under fire.
 */
enum FireBackend {

	ZOOKEEPER(ZooKeeperServer::new, true),

	ETCD(EtcdServer::new, true),

	/** Python's sessions do not expire, Java's do. */
	POSTGRESQL(PostgresServer::new, true),

	MYSQL(MariaDbServer::new, true),

	REDIS(RedisServer::new, true),

	MEMCACHED(MemcachedServer::new, true),

	FILE(SharedDirectory::new, false);

	private final Supplier<StoreServer> server;

	private final boolean expiring;

	FireBackend(Supplier<StoreServer> server, boolean expiring) {
		this.server = server;
		this.expiring = expiring;
	}

	StoreServer start() {
		return this.server.get();
	}

	/**
	 * Whether a holder that is silent for a timeout loses the lock; else it holds it
	 * until it is dead.
	 */
	boolean isExpiring() {
		return this.expiring;
	}

}
