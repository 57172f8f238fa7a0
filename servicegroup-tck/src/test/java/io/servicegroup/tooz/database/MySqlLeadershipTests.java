package io.servicegroup.tooz.database;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Leader;
import org.junit.jupiter.api.Tag;

@Tag("long")
class MySqlLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

	/**
	 * A database has no groups: a group is only part of the name of its leader's lock.
	 */
	@Override
	protected void createGroup() {
	}

	@Override
	protected Leader seenByOthers(String member) {
		return Leader.UNKNOWN;
	}

}
