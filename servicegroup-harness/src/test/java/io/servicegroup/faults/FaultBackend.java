package io.servicegroup.faults;

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
 * The backends, and the faults that apply to them.
 */
public enum FaultBackend {

	ZOOKEEPER(ZooKeeperServer::new, true, true),

	ETCD(EtcdServer::new, true, true),

	REDIS(RedisServer::keepingData, true, true),

	MEMCACHED(MemcachedServer::new, false, true),

	FILE(SharedDirectory::new, true, false),

	POSTGRESQL(PostgresServer::new, true, true),

	MARIADB(MariaDbServer::new, true, true);

	private final Supplier<StoreServer> server;

	private final boolean keepingData;

	private final boolean process;

	FaultBackend(Supplier<StoreServer> server, boolean keepingData, boolean process) {
		this.server = server;
		this.keepingData = keepingData;
		this.process = process;
	}

	public StoreServer start() {
		return this.server.get();
	}

	/** Whether it has groups. Databases have only locks and leaders. */
	boolean hasGroups() {
		return this != POSTGRESQL && this != MARIADB;
	}

	/** Whether its data survives a restart. */
	boolean isKeepingData() {
		return this.keepingData;
	}

	/**
	 * Whether there is a server process that can be frozen, and a port that can be cut
	 * off.
	 */
	boolean isServer() {
		return this.process;
	}

	String title() {
		return switch (this) {
			case ZOOKEEPER -> "ZooKeeper";
			case ETCD -> "etcd";
			case REDIS -> "Redis";
			case MEMCACHED -> "memcached";
			case FILE -> "files";
			case POSTGRESQL -> "PostgreSQL";
			case MARIADB -> "MariaDB";
		};
	}

}
