package io.servicegroup.migration;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.ServiceGroupContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Members that migrate from memcached to Redis fulfil the contract of the API.
 */
class MigratingServiceGroupTests extends ServiceGroupContract {

	private MemcachedServer old;

	/** The source has heartbeats of its own. */
	@Override
	protected boolean diesInSilence() {
		return false;
	}

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@BeforeAll
	void startOld() {
		this.old = new MemcachedServer();
	}

	@AfterAll
	void closeOld() {
		this.old.close();
	}

	@AfterEach
	void wipeOld() {
		this.old.wipe();
	}

	@Override
	protected ServiceGroupDriver driver(String member) {
		return new MigratingDriver(super.driver(member),
				new ToozServiceGroupDriver(Coordinators.parse(this.old.url("timeout=" + TIMEOUT.toSeconds())), member),
				null);
	}

}
