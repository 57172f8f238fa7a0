package io.servicegroup.membership;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.coordination.Coordinators;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads of an application change its capabilities, or join and leave groups, over
 * a slow network.
 */
class BusyMemberTests {

	private static final Duration TIMEOUT = StoreServer.SHORT_TIMEOUT;

	private static final Duration TWO_HEARTBEATS = TIMEOUT.dividedBy(3).multipliedBy(2);

	private static final int THREADS = 200;

	static Stream<Supplier<StoreServer>> servers() {
		return Stream.of(RedisServer::new, EtcdServer::new);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void heartbeatsDoNotWaitForUpdatesAndTheNewestCapabilitiesAreStored(Supplier<StoreServer> servers)
			throws Exception {
		try (Slow slow = new Slow(servers.get())) {
			AtomicLong updates = new AtomicLong();
			Set<Object> last = ConcurrentHashMap.newKeySet();
			Duration oldest = slow.oldestHeartbeatWhile(THREADS, (thread, end) -> {
				long number = thread * 1_000_000L;
				while (System.nanoTime() < end) {
					slow.api.updateCapabilities("group", Map.of("n", ++number));
					updates.incrementAndGet();
				}
				last.add(number);
			});
			assertThat(oldest).isLessThan(TWO_HEARTBEATS);
			assertThat(updates.get()).as("one write serves all who wait").isGreaterThan(10 * THREADS);
			assertThat(slow.stored()).isIn(last);
		}
	}

	@Test
	void heartbeatsDoNotWaitForJoinsAndLeaves() throws Exception {
		try (Slow slow = new Slow(new RedisServer())) {
			Duration oldest = slow.oldestHeartbeatWhile(130, (thread, end) -> {
				String group = "group" + thread;
				slow.api.join(group, Map.of());
				slow.api.leave(group);
			});
			assertThat(oldest).isLessThan(TWO_HEARTBEATS);
		}
	}

	/** A member behind a slow network. */
	private static final class Slow implements AutoCloseable {

		private final StoreServer server;

		private final TcpProxy proxy;

		private final LiveServiceGroupAPI api;

		Slow(StoreServer server) {
			this.server = server;
			String url = server.url("timeout=" + TIMEOUT.toSeconds());
			this.proxy = new TcpProxy(Coordinators.parse(url).hosts().get(0).port());
			this.api = new LiveServiceGroupAPI(
					new ToozServiceGroupDriver(Coordinators.parse(this.proxy.url(url)), "busy"), null,
					Duration.ofSeconds(1), List.of());
			this.api.join("group", Map.of());
		}

		/**
		 * Runs work on many threads, and returns the greatest age of the last heartbeat.
		 */
		Duration oldestHeartbeatWhile(int count, BiConsumer<Integer, Long> work) throws InterruptedException {
			this.proxy.delay(Duration.ofMillis(10));
			long end = System.nanoTime() + TIMEOUT.toNanos();
			List<Thread> threads = IntStream.range(0, count)
				.mapToObj((i) -> new Thread(() -> work.accept(i, end)))
				.toList();
			threads.forEach(Thread::start);
			Duration oldest = Duration.ZERO;
			for (Thread thread : threads) {
				while (thread.isAlive()) {
					thread.join(20);
					Duration age = this.api.getStatus().lastHeartbeat();
					oldest = (age != null && age.compareTo(oldest) > 0) ? age : oldest;
				}
			}
			this.proxy.pass();
			return oldest;
		}

		private @Nullable Object stored() {
			return this.api.read("group").member("busy").orElseThrow().capabilities().get("n");
		}

		@Override
		public void close() {
			this.api.close();
			this.proxy.close();
			this.server.close();
		}

	}

}
