package io.servicegroup.tooz.database;

import io.servicegroup.servers.PostgresServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LeadershipContract;

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
