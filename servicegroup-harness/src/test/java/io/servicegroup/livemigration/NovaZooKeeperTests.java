package io.servicegroup.livemigration;

import io.servicegroup.tck.servers.NovaZooKeeper;
import org.junit.jupiter.api.Tag;

/**
 * Migrates from Nova's driver {@code zk} to tooz's, on the same server.
 */
@Tag("long")
class NovaZooKeeperTests extends MigrationContract {

	private final NovaZooKeeper server = opened(new NovaZooKeeper());

	@Override
	String from() {
		return this.server.url("timeout=" + TIMEOUT.toSeconds());
	}

	@Override
	String to() {
		return from().replace("nova+zk://", "kazoo://");
	}

}
