package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.List;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;

/**
 * A fresh listing of a group with the capabilities of all members.
 */
final class ListingRow implements Row {

	static final String PLOT = "listing";

	static final List<Store> STORES = List.of(Store.REDIS, Store.ZOOKEEPER, Store.ETCD, Store.MEMCACHED, Store.FILE);

	@Override
	public String name() {
		return "listing";
	}

	@Override
	public void measure(Run run) {
		for (Store store : STORES) {
			for (int members : run.isQuick() ? List.of(1000) : List.of(10, 100, 1000, 10_000)) {
				run.attempt(store.title() + ", " + members, () -> measure(run, store, members));
				if (store == Store.REDIS && members >= 1000) {
					run.attempt("Redis, " + members + " of this library", () -> measureOwn(run, members));
				}
			}
			run.restart(store);
		}
	}

	private void measure(Run run, Store store, int members) throws Exception {
		StoreServer server = run.server(store);
		String group = run.fresh("listing");
		Groups.write(store, server, group, members);
		try (Floor floor = Floor.of(store, server, group, members)) {
			measure(run, store, server, group, members, floor, "");
		}
	}

	/** A member of this library has a key for each group; for others, three are asked. */
	private static void measureOwn(Run run, int members) throws Exception {
		StoreServer server = run.server(Store.REDIS);
		String group = run.fresh("listing");
		RedisCopies.register(Store.port(server), server.url("timeout=3600"), group, members);
		try (Floor floor = Floor.redisMarks(Store.port(server), group, members)) {
			measure(run, Store.REDIS, server, group, members, floor, ", of this library");
		}
	}

	private static void measure(Run run, Store store, StoreServer server, String group, int members, Floor floor,
			String kind) throws Exception {
		try (Coordinator reader = Member.coordinator(server.url("timeout=3600"), "reader")) {
			int listed = reader.getMembersWithCapabilities(group).size();
			if (listed != members) {
				throw new IllegalStateException(listed + " members instead of " + members);
			}
			Duration budget = (members == 10_000) ? Duration.ofSeconds(8) : run.seconds(1.2, 4);
			double[] medians = Interleaved.medians(budget,
					Interleaved.Work.of(() -> reader.getMembersWithCapabilities(group)),
					Interleaved.Work.of(floor.listing()));
			double ours = medians[0] / 1e3;
			double other = medians[1] / 1e3;
			if (kind.isEmpty()) {
				run.point(PLOT, store.title(), members, ours);
				run.point(PLOT, "floor: " + store.title(), members, other);
			}
			if (members >= 1000) {
				run.add(Figure
					.of("fresh listing with capabilities, N = " + Unit.number(members) + kind, store.title(), ours,
							Unit.MILLISECONDS)
					.against(floor.name(), other)
					.within(Limit.ratio(1.3)));
			}
		}
	}

}
