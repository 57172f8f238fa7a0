package io.servicegroup.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tck.servers.StoreServer;

/**
 * One change of a member's capabilities, until 50 observers with their own connections
 * are notified.
 */
final class ChangeRow implements Row {

	static final int OBSERVERS = 50;

	@Override
	public String name() {
		return "change";
	}

	@Override
	public void measure(Run run) {
		for (Store store : List.of(Store.REDIS, Store.ZOOKEEPER, Store.ETCD)) {
			for (int members : run.isQuick() ? List.of(1000) : List.of(1, 1000, 10_000)) {
				run.attempt(store.title() + ", " + members, () -> measure(run, store, members, false));
			}
			if (store == Store.REDIS) {
				run.attempt(store.title() + ", Python", () -> measure(run, store, 1000, true));
			}
			run.restart(store);
		}
	}

	private void measure(Run run, Store store, int members, boolean python) throws Exception {
		StoreServer server = run.server(store);
		String group = run.fresh("change");
		if (store == Store.REDIS) {
			// The groups have members of the same names.
			server.wipe();
		}
		if (store == Store.REDIS && !python) {
			RedisCopies.register(Store.port(server), server.url("timeout=3600"), group, members);
		}
		else {
			Groups.write(store, server, group, members);
		}
		String work = "one change in " + Unit.number(members) + (python ? " Python members" : " members") + " until "
				+ OBSERVERS + " observers are notified, ";
		int rounds = run.choose(4, (members == 10_000) ? 5 : 10);
		List<Publisher> publishers = new ArrayList<>();
		Map<Publisher, List<Double>> millis = new LinkedHashMap<>();
		try {
			publishers.add(new Publishers.Ours(server, group, members));
			publishers.addAll(Publishers.others(store, server, group, members));
			publishers.forEach((publisher) -> millis.put(publisher, new ArrayList<>()));
			for (int i = 0; i < rounds; i++) {
				for (Publisher publisher : publishers) {
					millis.get(publisher).addAll(publisher.round(i));
				}
			}
		}
		finally {
			for (Publisher publisher : publishers) {
				publisher.close();
			}
		}
		List<Double> ours = millis.get(publishers.get(0));
		for (Publisher other : publishers.subList(1, publishers.size())) {
			List<Double> others = millis.get(other);
			add(run, store, work + "p50", 50, python ? Limit.NONE : Limit.either(3, 30), ours, other, others);
			add(run, store, work + "p99", 99, python ? Limit.NONE : Limit.either(2, 30), ours, other, others);
		}
	}

	private static void add(Run run, Store store, String work, int percent, Limit limit, List<Double> ours,
			Publisher other, List<Double> others) {
		run.add(Figure.of(work, store.title(), Samples.percentile(ours, percent), Unit.MILLISECONDS)
			.against(other.name(), Samples.percentile(others, percent))
			.within(limit)
			.noting("One member of this library changes its capabilities. The others on Redis are copies of one of "
					+ "this library's; where they are Python's, and on the other stores, they are written directly. "
					+ "All observers are in one process."));
	}

	/**
	 * A publisher and its observers, which note when they are notified.
	 */
	interface Publisher extends AutoCloseable {

		String name();

		/** Publishes a new value. */
		void publish(int value) throws Exception;

		/** Where the observers note their times. */
		Arrivals arrivals();

		/** Returns the milliseconds until each observer was notified. */
		default List<Double> round(int value) throws Exception {
			Thread.sleep(ThreadLocalRandom.current().nextInt(100, 300));
			long begun = arrivals().begin();
			publish(value);
			return arrivals().await(begun);
		}

	}

	/**
	 * The moments at which observers were notified in the current round.
	 */
	static final class Arrivals {

		private final Map<Integer, Long> times = new LinkedHashMap<>();

		private long begun;

		synchronized long begin() {
			this.times.clear();
			this.begun = System.nanoTime();
			return this.begun;
		}

		synchronized void arrived(int observer) {
			this.times.putIfAbsent(observer, System.nanoTime());
			notifyAll();
		}

		synchronized List<Double> await(long since) throws InterruptedException {
			long end = since + TimeUnit.SECONDS.toNanos(30);
			while (this.times.size() < OBSERVERS) {
				long left = (end - System.nanoTime()) / 1_000_000;
				if (left <= 0) {
					throw new IllegalStateException(
							"Only " + this.times.size() + " of " + OBSERVERS + " observers were notified");
				}
				wait(left);
			}
			return this.times.values().stream().map((time) -> (time - since) / 1e6).toList();
		}

	}

}
