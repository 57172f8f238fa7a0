package io.servicegroup.migration;

import java.time.Duration;
import java.util.List;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * A memcached as the source and a Redis as the target.
 */
abstract class MigrationFixture extends StoreFixture {

	protected MemcachedServer old;

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

	protected ServiceGroupDriver onOld(String member) {
		return new ToozServiceGroupDriver(Coordinators.parse(this.old.url("timeout=" + TIMEOUT.toSeconds())), member);
	}

	protected ServiceGroupDriver onNew(String member) {
		return new ToozServiceGroupDriver(Coordinators.parse(url()), member);
	}

	protected LiveServiceGroupAPI api(ServiceGroupDriver driver) {
		return opened(new LiveServiceGroupAPI(driver, null, Duration.ofMillis(300), List.of()));
	}

}
