package io.servicegroup.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.TcpProxy;

/**
 * A leader whose connections end as if its process was killed, until another candidate is
 * elected. All libraries are measured at the same time, as they mostly wait.
 */
final class LeaderRow implements Row {

	/** The timeout of sessions, leases and locks. */
	static final int SECONDS = 6;

	private static final List<Store> STORES = List.of(Store.REDIS, Store.ZOOKEEPER, Store.ETCD, Store.MEMCACHED);

	@Override
	public String name() {
		return "leader";
	}

	@Override
	public void measure(Run run) {
		run.attempt("", () -> measureAll(run));
	}

	private void measureAll(Run run) throws Exception {
		Map<String, Candidates> kinds = new LinkedHashMap<>();
		for (Store store : STORES) {
			StoreServer server = run.server(store);
			kinds.put(store.title(), (proxied, name) -> new OurCandidates(server, proxied, name));
		}
		kinds.put("Redisson", (proxied, name) -> RivalCandidates.redisson(run.server(Store.REDIS), proxied, name));
		kinds.put("LeaderLatch",
				(proxied, name) -> RivalCandidates.leaderLatch(run.server(Store.ZOOKEEPER), proxied, name));
		kinds.put("jetcd", (proxied, name) -> RivalCandidates.jetcd(run.server(Store.ETCD), proxied, name));
		Map<String, List<Double>> seconds = new LinkedHashMap<>();
		for (int i = 0; i < run.choose(1, 4); i++) {
			round(run, kinds, seconds);
		}
		add(run, Store.REDIS, seconds, "Redisson");
		add(run, Store.ZOOKEEPER, seconds, "LeaderLatch");
		add(run, Store.ETCD, seconds, "jetcd");
		add(run, Store.MEMCACHED, seconds, null);
	}

	private static void add(Run run, Store store, Map<String, List<Double>> seconds,
			@org.jspecify.annotations.Nullable String rival) {
		Figure figure = Figure
			.of("leader killed (T " + SECONDS + " s) until another leads", store.title(),
					Samples.median(seconds.get(store.title())), Unit.SECONDS)
			.noting("Reached by the rival's time or by T + 0.2 s.");
		run.add(((rival != null) ? figure.against(rival, Samples.median(seconds.get(rival))) : figure)
			.within((rival != null) ? Limit.either(1, SECONDS + 0.2) : Limit.atMost(SECONDS + 0.2)));
	}

	private static void round(Run run, Map<String, Candidates> kinds, Map<String, List<Double>> seconds)
			throws Exception {
		ExecutorService executor = Executors.newCachedThreadPool();
		Map<String, Future<Double>> results = new LinkedHashMap<>();
		String name = run.fresh("leader");
		for (Map.Entry<String, Candidates> kind : kinds.entrySet()) {
			results.put(kind.getKey(), executor.submit(() -> killed(run, kind.getKey(), kind.getValue(), name)));
		}
		for (Map.Entry<String, Future<Double>> result : results.entrySet()) {
			seconds.computeIfAbsent(result.getKey(), (key) -> new ArrayList<>())
				.add(result.getValue().get(90, TimeUnit.SECONDS));
		}
		executor.shutdown();
	}

	private static double killed(Run run, String kind, Candidates candidates, String name) throws Exception {
		Store store = switch (kind) {
			case "Redisson" -> Store.REDIS;
			case "LeaderLatch" -> Store.ZOOKEEPER;
			case "jetcd" -> Store.ETCD;
			default -> STORES.stream().filter((one) -> one.title().equals(kind)).findFirst().orElseThrow();
		};
		try (TcpProxy proxy = new TcpProxy(Store.port(run.server(store)));
				Election election = candidates.elect(proxy, name)) {
			election.awaitLeader();
			election.joinStandby();
			// At any moment of the interval between two renewals.
			Thread.sleep(2000 + ThreadLocalRandom.current().nextInt(2000));
			long begun = System.nanoTime();
			proxy.cut();
			return (election.awaitStandbyElected() - begun) / 1e9;
		}
	}

	/**
	 * Starts an election whose first leader is behind a proxy.
	 */
	interface Candidates {

		Election elect(TcpProxy proxy, String name) throws Exception;

	}

	/**
	 * An election with a leader and a candidate in wait.
	 */
	interface Election extends AutoCloseable {

		void awaitLeader() throws Exception;

		void joinStandby() throws Exception;

		/** Returns the time at which the other candidate was notified. */
		long awaitStandbyElected() throws Exception;

	}

}
