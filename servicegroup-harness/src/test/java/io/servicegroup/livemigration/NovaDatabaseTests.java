package io.servicegroup.livemigration;

import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.junit.jupiter.api.Tag;

/**
 * Migrates from Nova's driver {@code db} to ZooKeeper.
 */
@Tag("long")
class NovaDatabaseTests extends MigrationContract {

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
