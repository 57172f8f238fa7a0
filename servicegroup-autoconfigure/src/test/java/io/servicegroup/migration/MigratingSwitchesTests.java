package io.servicegroup.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that is not a member sets switches during a migration between two
 * ZooKeepers, one of which is still empty.
 */
class MigratingSwitchesTests extends StoreFixture {

	private ZooKeeperServer other;

	private ServiceGroupDriver here;

	private ServiceGroupDriver there;

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@BeforeAll
	void startOther() {
		this.other = new ZooKeeperServer();
	}

	@AfterAll
	void closeOther() {
		this.other.close();
	}

	@AfterEach
	void wipeOther() {
		this.other.wipe();
	}

	@BeforeEach
	void openDrivers() {
		this.here = onHere("here");
		this.there = onThere("there");
	}

	private ServiceGroupDriver onHere(String member) {
		return opened(new ToozServiceGroupDriver(Coordinators.parse(url()), member));
	}

	private ServiceGroupDriver onThere(String member) {
		String url = this.other.url("timeout=" + TIMEOUT.toSeconds());
		return opened(new ToozServiceGroupDriver(Coordinators.parse(url), member));
	}

	private LiveServiceGroupAPI api(ServiceGroupDriver driver) {
		return opened(new LiveServiceGroupAPI(driver, null, Duration.ofMillis(300), List.of()));
	}

	private void isSwitchedInBothAndBack(LiveServiceGroupAPI observer) {
		observer.clearForcedDown(this.group, "m");
		observer.forceDown(this.group, "m");
		assertThat(this.here.read(this.group).switches().get("m").forcedDown()).isTrue();
		assertThat(this.there.read(this.group).switches().get("m").forcedDown()).isTrue();
		observer.clearForcedDown(this.group, "m");
		assertThat(this.here.read(this.group).switches()).isEmpty();
		assertThat(this.there.read(this.group).switches()).isEmpty();
	}

	@Test
	void aMemberInTheSourceOnlyIsSwitchedInBoth() {
		api(onHere("m")).join(this.group, Map.of());
		isSwitchedInBothAndBack(api(new MigratingDriver(onThere("o"), onHere("o"), null)));
	}

	@Test
	void aMemberInTheTargetOnlyIsSwitchedInBoth() {
		api(onHere("m")).join(this.group, Map.of());
		isSwitchedInBothAndBack(api(new MigratingDriver(onHere("o"), onThere("o"), null)));
	}

	@Test
	void aSwitchIsSetInTheSourceWhileTheTargetIsDown() {
		api(onHere("m")).join(this.group, Map.of());
		LiveServiceGroupAPI observer = api(new MigratingDriver(onThere("o"), onHere("o"), null));
		within(BOUND).until(() -> observer.serviceIsUp(this.group, "m"));
		this.other.stop();
		try {
			assertThatExceptionOfType(ServiceGroupUnavailableException.class)
				.isThrownBy(() -> observer.forceDown(this.group, "m"))
				.withMessageContaining("in the source (")
				.withMessageContaining("but not in the target; retry the call");
			assertThat(this.here.read(this.group).switches().get("m").forcedDown()).isTrue();
		}
		finally {
			this.other.start();
			observer.close();
		}
	}

}
