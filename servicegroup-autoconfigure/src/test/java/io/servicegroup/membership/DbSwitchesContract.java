package io.servicegroup.membership;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.DatabasePools;
import io.servicegroup.driver.db.DbDriverFactory;
import io.servicegroup.tck.servers.DatabaseServer;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

import static io.servicegroup.membership.ServiceGroupWaits.joinOnce;

/**
 * Operators' switches in a database.
 */
abstract class DbSwitchesContract extends SwitchesContract {

	@Override
	protected boolean keepsOperators() {
		return false;
	}

	@Override
	protected ServiceGroupDriver driver(String member) {
		return new DbDriverFactory(opened(DatabasePools.of((DatabaseServer) this.server)), TIMEOUT,
				DatabaseInitializationMode.ALWAYS, "localhost")
			.create(member);
	}

	@Override
	protected void warmUp() {
		joinOnce(() -> driver("first"));
	}

}
