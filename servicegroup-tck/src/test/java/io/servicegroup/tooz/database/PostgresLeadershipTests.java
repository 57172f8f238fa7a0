package io.servicegroup.tooz.database;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;

class PostgresLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	/**
	 * A database has no groups: a group is only part of the name of its leader's lock.
	 */
	@Override
	protected void createGroup() {
	}

}
