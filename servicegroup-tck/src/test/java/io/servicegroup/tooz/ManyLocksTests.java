package io.servicegroup.tooz;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds many locks over a slow network.
 */
class ManyLocksTests {

	private static final int LOCKS = 500;

	static Stream<Supplier<StoreServer>> servers() {
		return Stream.of(RedisServer::new, MemcachedServer::new, EtcdServer::new);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void aHeartbeatRenewsAllLocksInAFewRoundTrips(Supplier<StoreServer> servers) {
		try (StoreServer server = servers.get()) {
			// Long, as no heartbeat is sent while the locks are acquired.
			String url = server.url("timeout=60");
			try (TcpProxy proxy = new TcpProxy(Coordinators.parse(url).hosts().get(0).port());
					Coordinator coordinator = Coordinators.get(proxy.url(url), "one")) {
				coordinator.start();
				assertThat(coordinator.getLock("0").acquire(false)).isTrue();
				Duration one = heartbeat(coordinator, proxy);
				List<DistributedLock> locks = IntStream.range(1, LOCKS)
					.mapToObj((i) -> coordinator.getLock("" + i))
					.toList();
				assertThat(locks).allMatch((lock) -> lock.acquire(false));
				assertThat(heartbeat(coordinator, proxy)).isLessThan(one.multipliedBy(5));
				assertThat(locks).allMatch(DistributedLock::isStillOwner);
			}
		}
	}

	/** Returns the shortest time of three heartbeats. */
	private static Duration heartbeat(Coordinator coordinator, TcpProxy proxy) {
		proxy.delay(Duration.ofMillis(100));
		try {
			return Collections.min(Stream.generate(() -> {
				long begun = System.nanoTime();
				coordinator.heartbeat();
				return Duration.ofNanos(System.nanoTime() - begun);
			}).limit(3).toList());
		}
		finally {
			proxy.pass();
		}
	}

}
