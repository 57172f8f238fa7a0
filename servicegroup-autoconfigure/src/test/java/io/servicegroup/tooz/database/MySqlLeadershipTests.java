package io.servicegroup.tooz.database;

import io.servicegroup.servers.MariaDbServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.LeadershipContract;

class MySqlLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

	/** A database has locks only: a group is but the name of its leader's. */
	@Override
	protected void createGroup() {
	}

	@Override
	protected Leader seenByOthers(String member) {
		return Leader.UNKNOWN;
	}

}
