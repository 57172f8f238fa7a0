package io.servicegroup.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.ThreadMXBean;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.awaitility.Awaitility;

/**
 * What an observer of a group in which nothing changes costs: bytes, round trips and
 * memory allocated each second.
 */
final class IdleRow implements Row {

	static final String PLOT = "idle";

	private static final List<Store> STORES = List.of(Store.REDIS, Store.ZOOKEEPER, Store.ETCD, Store.MEMCACHED);

	@Override
	public String name() {
		return "idle";
	}

	@Override
	public void measure(Run run) {
		for (Store store : STORES) {
			for (int members : run.isQuick() ? List.of(1000) : List.of(100, 1000, 10_000)) {
				// On memcached, 10,000 members are more than an item of 1 MiB allows.
				if (store != Store.MEMCACHED || members < 10_000) {
					run.attempt(store.title() + ", " + members, () -> measure(run, store, members));
				}
			}
			run.restart(store);
		}
	}

	private void measure(Run run, Store store, int members) throws Exception {
		StoreServer server = run.server(store);
		server.wipe();
		String group = run.fresh("idle");
		switch (store) {
			// Members with what this library needs to read no more than changes.
			case REDIS -> RedisCopies.register(Store.port(server), server.url("timeout=3600"), group, members);
			case MEMCACHED -> FleetProcess.register(server.url("timeout=3600"), group, "m", members);
			default -> Groups.write(store, server, group, members);
		}
		try (TcpProxy proxy = new TcpProxy(Store.port(server));
				LiveServiceGroupAPI observer = Member.api(proxy.url(server.url("timeout=30")), "observer")) {
			long first = proxy.traffic().bytes();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> observer.view(group).members().size() == members);
			first = proxy.traffic().bytes() - first;
			// From then on, readings are as rare as they become.
			Thread.sleep(run.seconds(3, 5).toMillis());
			Cost cost = cost(proxy, run.seconds(4, 12));
			run.point(PLOT, store.title(), members, Math.max(1, cost.bytes));
			add(run, store, members, cost, first);
			if (store == Store.ZOOKEEPER) {
				curator(run, server, group, members);
			}
		}
	}

	private static void add(Run run, Store store, int members, Cost cost, long first) {
		String work = "an idle observer of " + Unit.number(members) + " members, ";
		boolean memcached = store == Store.MEMCACHED;
		boolean limited = members >= 1000;
		double most = memcached ? 30_000 : (members >= 10_000) ? 8000 : 4000;
		run.add(Figure.of(work + "bytes", store.title(), cost.bytes, Unit.BYTES_PER_SECOND)
			.within(limited ? Limit.atMost(most) : Limit.NONE)
			.noting("Timeout 30 s, interval of polls 1 s; the members on Redis and memcached are this library's (on Redis, copies of one), "
					+ "the others are written directly. Measured for " + run.seconds(4, 12).toSeconds()
					+ " s after the first readings: full readings that are rarer than that are not in the figure."));
		run.add(Figure.of(work + "bytes of the first reading", store.title(), first, Unit.BYTES));
		run.add(Figure.of(work + "round trips", store.title(), cost.roundTrips, Unit.ROUND_TRIPS_PER_SECOND)
			.within(limited && !memcached ? Limit.atMost(3) : Limit.NONE));
		run.add(Figure.of(work + "allocated", store.title(), cost.allocated, Unit.BYTES_PER_SECOND)
			.within(members == 1000 && !memcached ? Limit.atMost(50_000) : Limit.NONE));
	}

	private static void curator(Run run, StoreServer server, String group, int members) throws Exception {
		try (TcpProxy proxy = new TcpProxy(Store.port(server));
				CuratorFramework client = Mutex.curator(proxy.port(), 30_000);
				CuratorCache cache = CuratorCache.build(client, "/tooz/" + group)) {
			cache.start();
			Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> cache.size() == members + 1);
			Thread.sleep(1000);
			Cost cost = cost(proxy, run.seconds(4, 12));
			run.point(PLOT, "floor: " + Store.ZOOKEEPER.title(), members, Math.max(1, cost.bytes));
			run.add(Figure.of("the same by CuratorCache, bytes", Store.ZOOKEEPER.title(), cost.bytes,
					Unit.BYTES_PER_SECOND));
		}
	}

	private static Cost cost(TcpProxy proxy, Duration window) throws InterruptedException {
		Map<Long, Long> allocated = allocated();
		TcpProxy.Traffic before = proxy.traffic();
		Thread.sleep(window.toMillis());
		TcpProxy.Traffic passed = proxy.traffic().since(before);
		long sum = 0;
		for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
			sum += thread.getValue() - allocated.getOrDefault(thread.getKey(), 0L);
		}
		double seconds = window.toMillis() / 1e3;
		return new Cost(passed.bytes() / seconds, passed.roundTrips() / seconds, sum / seconds);
	}

	/**
	 * Returns what each thread has allocated, but for those of the proxy and this one.
	 */
	private static Map<Long, Long> allocated() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		Map<Long, Long> allocated = new HashMap<>();
		for (java.lang.management.ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
			if (thread != null && !thread.getThreadName().equals("test-proxy")
					&& thread.getThreadId() != Thread.currentThread().getId()) {
				allocated.put(thread.getThreadId(), threads.getThreadAllocatedBytes(thread.getThreadId()));
			}
		}
		return allocated;
	}

	private record Cost(double bytes, double roundTrips, double allocated) {
	}

}
