package io.servicegroup.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.servicegroup.GroupView;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.StoreSilence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows many groups over a slow network, and over one that swallows everything.
 */
class ManyGroupsTests {

	private static final int GROUPS = 60;

	private static final Duration ROUND_TRIP = Duration.ofMillis(50);

	private static final Duration POLL = Duration.ofSeconds(1);

	private LiveServiceGroupAPI observer;

	static Stream<Supplier<StoreServer>> servers() {
		return Stream.of(RedisServer::new, MemcachedServer::new, ZooKeeperServer::new, EtcdServer::new);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void groupsAreReadSideBySideAndAllAreStaleWhenTheStoreIsSilent(Supplier<StoreServer> servers) {
		try (StoreServer server = servers.get()) {
			String url = server.url("timeout=4");
			List<String> groups = IntStream.range(0, GROUPS).mapToObj((i) -> "group" + i).toList();
			groups.forEach((group) -> server.addGroup(group, 1));
			try (TcpProxy proxy = new TcpProxy(Coordinators.parse(url).hosts().get(0).port());
					LiveServiceGroupAPI api = new LiveServiceGroupAPI(
							new ToozServiceGroupDriver(Coordinators.parse(proxy.url(url)), "observer"), null, POLL,
							List.of())) {
				this.observer = api;
				groups.forEach(api::view);
				proxy.delay(ROUND_TRIP);
				Instant slow = Instant.now();
				// One after the other, they would take longer than this even with a
				// single round trip for each.
				StoreFixture.within(ROUND_TRIP.multipliedBy(GROUPS).plus(POLL))
					.until(() -> all(groups, (view) -> view.asOf().isAfter(slow)));
				assertThat(all(groups, (view) -> !view.stale() && view.isUp("m0"))).isTrue();
				proxy.halfOpen();
				StoreFixture.within(POLL.plus(StoreSilence.limit(Duration.ofSeconds(4))).plusSeconds(1))
					.until(() -> all(groups, GroupView::stale));
			}
		}
	}

	private boolean all(List<String> groups, Predicate<GroupView> condition) {
		return groups.stream().map(this.observer::view).allMatch(condition);
	}

}
