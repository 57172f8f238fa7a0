package io.servicegroup.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.membership.Membership;
import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static io.servicegroup.membership.ServiceGroupWaits.withinDespiteOutage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A migration while the source or the target hangs. The other store gets changes in time;
 * the one that hangs gets them once it answers.
 */
class MigrationSilenceTests extends MigrationFixture {

	private static final Duration SOON = Duration.ofSeconds(5);

	/** Returns a driver whose calls may take longer than a join waits for them. */
	private ServiceGroupDriver onSlowSource(String member) {
		return new ToozServiceGroupDriver(Coordinators.parse(this.old.url("timeout=12")), member);
	}

	@Test
	void aLateRefusalOfTheSourceIsLoggedAndRetried() {
		ServiceGroupDriver killed = opened(onSlowSource("m"));
		killed.join(this.group, Map.of());
		LiveServiceGroupAPI m = api(new MigratingDriver(onNew("m"), onSlowSource("m"), Duration.ofSeconds(1)));
		try (Warnings warnings = new Warnings(Membership.class.getName())) {
			this.old.pause();
			try {
				m.join(this.group, Map.of("v", 1));
			}
			finally {
				this.old.resume();
			}
			within(SOON).until(() -> Objects.requireNonNullElse(problem(m), "").contains("is taken"));
			within(SOON).untilAsserted(() -> assertThat(warnings.messages()).singleElement()
				.asString()
				.contains("is taken", "memcached://"));
		}
		m.updateCapabilities(this.group, Map.of("v", 2));
		killed.leave(Set.of(this.group));
		killed.close();
		withinDespiteOutage(SOON).until(() -> api(onSlowSource("o")).read(this.group)
			.members()
			.stream()
			.anyMatch((member) -> member.capabilities().get("v").equals(2L)));
		within(SOON).until(() -> problem(m) == null);
	}

	private static String problem(LiveServiceGroupAPI api) {
		return Objects.requireNonNull(api.getStatus().migration()).problem();
	}

	private List<String> groups(int many) {
		return IntStream.range(0, many).mapToObj((i) -> this.group + "-" + i).toList();
	}

	@Test
	void joinsWaitForASourceThatHangsOnceNotForEachGroup() {
		LiveServiceGroupAPI m = api(new MigratingDriver(onNew("m"), onOld("m"), null));
		m.join(this.group, Map.of());
		ServiceGroupDriver observer = opened(onNew("o"));
		List<String> groups = groups(6);
		this.old.pause();
		try {
			groups.forEach((group) -> m.want(group, Map.of()));
			within(SOON).until(() -> groups.stream().anyMatch((group) -> observer.read(group).isUp("m")));
			within(Duration.ofSeconds(2))
				.until(() -> groups.stream().allMatch((group) -> observer.read(group).isUp("m")));
		}
		finally {
			this.old.resume();
		}
		ServiceGroupDriver onOld = opened(onOld("o"));
		withinDespiteOutage(SOON).until(() -> groups.stream().allMatch((group) -> onOld.read(group).isUp("m")));
	}

	@Test
	void stoppingWhileTheTargetHangsLeavesAllGroupsOfTheSourceAndKeepsLocks() {
		// Stopping may take as long as three calls, and the lock has to outlive that.
		Duration life = TIMEOUT.plusSeconds(2);
		ToozServiceGroupDriver primary = new ToozServiceGroupDriver(
				Coordinators.parse(url() + "&lock_timeout=" + life.toSeconds()), "m");
		LiveServiceGroupAPI m = api(new MigratingDriver(primary, onOld("m"), null));
		List<String> groups = groups(4);
		groups.forEach((group) -> m.join(group, Map.of()));
		DistributedLock lock = primary.coordinator().getLock("held");
		assertThat(lock.acquire(Duration.ZERO)).isTrue();
		ServiceGroupDriver observer = opened(onOld("o"));
		assertThat(groups).allMatch((group) -> observer.read(group).isUp("m"));
		this.server.pause();
		try {
			CompletableFuture<Boolean> stopped = async(() -> {
				m.stop();
				return true;
			});
			within(TIMEOUT.minusSeconds(1))
				.until(() -> groups.stream().noneMatch((group) -> observer.read(group).isUp("m")));
			assertThat(stopped).succeedsWithin(SOON);
		}
		finally {
			this.server.resume();
		}
		await().during(life.plusSeconds(1)).atMost(life.multipliedBy(2)).until(lock::isAcquired);
		ServiceGroupDriver onNew = opened(onNew("o"));
		assertThat(groups).noneMatch((group) -> onNew.read(group).isUp("m"));
	}

}
