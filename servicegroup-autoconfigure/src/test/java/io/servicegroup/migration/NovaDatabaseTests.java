package io.servicegroup.migration;

import io.servicegroup.servers.PostgresServer;
import io.servicegroup.servers.ZooKeeperServer;

/**
 * From Nova's driver {@code db} to ZooKeeper.
 */
class NovaDatabaseTests extends MoveContract {

	private final PostgresServer postgres = opened(new PostgresServer());

	private final ZooKeeperServer zooKeeper = opened(new ZooKeeperServer());

	@Override
	String from() {
		return this.postgres.jdbcUrl();
	}

	@Override
	String to() {
		return this.zooKeeper.url("timeout=" + TIMEOUT.toSeconds());
	}

}
