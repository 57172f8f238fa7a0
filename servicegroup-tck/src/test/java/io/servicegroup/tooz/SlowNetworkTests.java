package io.servicegroup.tooz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads a large group over a slow network: the answer takes several deadlines. Heartbeats
 * do not wait for it. And connects over a network with a long delay.
 */
class SlowNetworkTests {

	/** On a busy machine, even the proxy may not run for some part of a second. */
	private static final Duration TIMEOUT = Duration.ofSeconds(6);

	private static final int BYTES = 600_000;

	private static final int LARGE_MEMBERS = 8;

	static Stream<Supplier<StoreServer>> servers() {
		return Stream.of(ZooKeeperServer::new, EtcdServer::new, RedisServer::new, MemcachedServer::new);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void anAnswerThatIsArrivingIsReceivedAndDelaysNoHeartbeat(Supplier<StoreServer> servers) {
		List<Coordinator> large = new ArrayList<>();
		try (StoreServer server = servers.get()) {
			String url = server.url("timeout=" + TIMEOUT.toSeconds());
			try (TcpProxy proxy = new TcpProxy(Coordinators.parse(url).hosts().get(0).port());
					Coordinator one = Coordinators.get(proxy.url(url), "one")) {
				one.joinGroupCreate("g", null);
				for (int i = 0; i < LARGE_MEMBERS; i++) {
					large.add(Coordinators.get(server.url("timeout=60"), "large" + i));
					large.get(i).joinGroup("g", Map.of("text", "x".repeat(BYTES / LARGE_MEMBERS)));
				}
				DistributedLock lock = one.getLock("lock");
				assertThat(lock.acquire(false)).isTrue();
				check(proxy, one, lock);
			}
			finally {
				large.forEach(Coordinator::close);
			}
		}
	}

	static Stream<Supplier<StoreServer>> serversWithHandshake() {
		return Stream.of(EtcdServer::new, RedisServer::new);
	}

	/** Connecting and the first call take more than a deadline of a call together. */
	@ParameterizedTest
	@MethodSource("serversWithHandshake")
	void theFirstCallHasAWholeDeadlineOnceItIsConnected(Supplier<StoreServer> servers) {
		Duration timeout = TIMEOUT.multipliedBy(2);
		try (StoreServer server = servers.get()) {
			String url = server.url("timeout=" + timeout.toSeconds());
			try (TcpProxy proxy = new TcpProxy(Coordinators.parse(url).hosts().get(0).port());
					Coordinator one = Coordinators.get(proxy.url(url), "one")) {
				proxy.delay(timeout.dividedBy(4).multipliedBy(11).dividedBy(20));
				one.joinGroupCreate("g", null);
				proxy.pass();
				assertThat(one.getMembers("g")).containsExactly("one");
			}
		}
	}

	private static void check(TcpProxy proxy, Coordinator one, DistributedLock lock) {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		lock.onLost(() -> failures.add(new AssertionError("The lock was lost")));
		// On ZooKeeper, the sizes of the members' nodes are known from the last reading.
		assertThat(one.getMembersWithCapabilities("g")).hasSize(1 + LARGE_MEMBERS);
		try (Heart heart = new Heart("heart-one", () -> beat(one, failures), () -> TIMEOUT.dividedBy(3))) {
			heart.start();
			proxy.throttleAnswers((int) (BYTES / TIMEOUT.toSeconds()));
			long begun = System.nanoTime();
			assertThat(one.getMembersWithCapabilities("g")).hasSize(1 + LARGE_MEMBERS);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(TIMEOUT.dividedBy(2));
		}
		proxy.pass();
		assertThat(failures).isEmpty();
		assertThat(lock.isStillOwner()).isTrue();
	}

	private static void beat(Coordinator one, List<Throwable> failures) {
		try {
			long begun = System.nanoTime();
			one.heartbeat();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TIMEOUT.dividedBy(2));
		}
		catch (CoordinationException | AssertionError ex) {
			failures.add(ex);
			throw ex;
		}
	}

}
