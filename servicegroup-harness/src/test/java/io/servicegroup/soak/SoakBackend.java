package io.servicegroup.soak;

import java.util.List;
import java.util.function.Supplier;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

/**
 * The backends of a soak.
 */
enum SoakBackend {

	ZOOKEEPER(ZooKeeperServer::new),

	REDIS(RedisServer::new),

	MEMCACHED(MemcachedServer::new),

	ETCD(EtcdServer::new),

	/** Only for {@code --contexts}, because there are no connections to cut. */
	FILE(SharedDirectory::new);

	static final List<SoakBackend> USUAL = List.of(ZOOKEEPER, REDIS, MEMCACHED);

	private final Supplier<StoreServer> server;

	SoakBackend(Supplier<StoreServer> server) {
		this.server = server;
	}

	StoreServer start() {
		return this.server.get();
	}

}
