package io.servicegroup.benchmarks;

import java.util.List;

import io.servicegroup.tck.servers.StoreServer;

/**
 * A fleet in which each member observes its own group, with nothing changing, at the
 * default settings: the server's CPU time. The members are fewer than the issue asks for,
 * because all run on this machine; the rest is extrapolated.
 */
final class FleetRow implements Row {

	private static final int GOAL = 1000;

	@Override
	public String name() {
		return "fleet";
	}

	@Override
	public void measure(Run run) {
		List<Store> stores = List.of(Store.REDIS, Store.ZOOKEEPER, Store.ETCD, Store.MEMCACHED);
		for (Store store : run.isQuick() ? stores.subList(0, 2) : stores) {
			run.attempt(store.title(), () -> measureStore(run, store));
		}
	}

	private void measureStore(Run run, Store store) throws Exception {
		StoreServer server = run.server(store);
		Thread.sleep(1000);
		double idle = Cpu.percent(Store.pid(server), run.seconds(2, 5));
		int small = Integer.getInteger("bench.fleet.small", run.choose(40, 100));
		double first = percent(run, store, server, small, idle);
		double second = percent(run, store, server, 2 * small, idle);
		Figure figure = Figure
			.of("1,000 members that observe themselves: server, extrapolated", store.title(),
					extrapolated(small, first, second), Unit.PERCENT_OF_A_CORE)
			.noting("From " + small + " and " + 2 * small + " members on this machine, as a·n + b·n²; what the "
					+ "server uses without members is subtracted. Too low if the machine is busy with other things. "
					+ "The bare clients, as many on one connection each, do one exchange a second (PING, exists, a "
					+ "range of one key) and keep alive what a member has (PSETEX, session, lease).");
		if (store != Store.MEMCACHED) {
			double bare;
			try (FleetProcess fleet = FleetProcess.bare(store, Store.port(server), 2 * small)) {
				bare = percent(run, store, server, idle);
			}
			figure = figure.against("bare clients", bare * GOAL / (2.0 * small));
		}
		run.add(figure.within(limit(store)));
		run.restart(store);
	}

	private static double percent(Run run, Store store, StoreServer server, int members, double idle) throws Exception {
		double percent;
		try (FleetProcess fleet = FleetProcess.observing(server.url(""), run.fresh("fleet"), members)) {
			percent = percent(run, store, server, idle);
		}
		run.add(Figure.of(members + " members that observe themselves: server", store.title(), percent,
				Unit.PERCENT_OF_A_CORE));
		return percent;
	}

	private static double percent(Run run, Store store, StoreServer server, double idle) throws Exception {
		Thread.sleep(run.seconds(3, 5).toMillis());
		return Math.max(0, Cpu.percent(Store.pid(server), run.seconds(3, 10)) - idle);
	}

	/**
	 * Extrapolates from a number of members and twice that number. Never below what is
	 * proportional to the second figure, as a cost per member does not fall.
	 */
	static double extrapolated(int small, double first, double second) {
		double b = Math.max(0, (second - 2 * first) / (2.0 * small * small));
		double a = (second - b * 4 * small * small) / (2 * small);
		return a * GOAL + b * GOAL * GOAL;
	}

	private static Limit limit(Store store) {
		return switch (store) {
			case REDIS, ZOOKEEPER -> Limit.either(1.3, 5);
			case ETCD -> Limit.either(1.3, 15);
			default -> Limit.NONE;
		};
	}

}
