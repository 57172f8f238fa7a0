package io.servicegroup.benchmarks;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;

/**
 * A listing of the members' ids only, beside Python's tooz.
 */
final class IdsRow implements Row {

	private static final int MEMBERS = 1000;

	@Override
	public String name() {
		return "ids";
	}

	@Override
	public void measure(Run run) {
		for (Store store : ListingRow.STORES) {
			run.attempt(store.title(), () -> measureStore(run, store));
		}
	}

	private void measureStore(Run run, Store store) throws Exception {
		StoreServer server = run.server(store);
		String group = run.fresh("ids");
		String url = server.url("timeout=60");
		Groups.write(store, server, group, MEMBERS);
		try (Coordinator reader = Member.coordinator(url, "reader"); Tooz tooz = new Tooz(url)) {
			double[] medians = Interleaved.medians(run.seconds(1.2, 5),
					Interleaved.Work.of(() -> reader.getMembers(group)), () -> tooz.members(group));
			run.add(Figure.of("ids only, 1,000 members", store.title(), medians[0] / 1e3, Unit.MILLISECONDS)
				.against("Python's tooz", medians[1] / 1e3)
				.within(Limit.ratio(1)));
		}
	}

}
