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
 * The backends whose locks are tested.
 */
enum FireBackend {

	ZOOKEEPER(ZooKeeperServer::new, true),

	ETCD(EtcdServer::new, true),

	/** The sessions of Python holders do not expire; those of Java holders do. */
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
	 * Whether a holder that sends no heartbeat for a timeout loses the lock. Otherwise it
	 * holds the lock until its process ends.
	 */
	boolean isExpiring() {
		return this.expiring;
	}

}
