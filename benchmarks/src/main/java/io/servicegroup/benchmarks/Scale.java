package io.servicegroup.benchmarks;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a fleet costs in which each member follows its own group: measured at some sizes,
 * and computed for larger ones by the model of docs/scale.md.
 */
final class Scale {

	/** Three heartbeats in a timeout of 30 s. */
	private static final double HEARTBEATS = 0.1;

	private static final List<Store> STORES = List.of(Store.REDIS, Store.ZOOKEEPER, Store.ETCD, Store.MEMCACHED);

	private static final int[] SIZES = { 1000, 10_000, 100_000, 1_000_000 };

	private final List<Figure> figures;

	private Scale(List<Figure> figures) {
		this.figures = figures;
	}

	/** Returns the tables in Markdown. Figures that are missing are dashes. */
	static String tables(List<Figure> figures) {
		Scale scale = new Scale(figures);
		return scale.measured() + "\n" + scale.computed();
	}

	private String measured() {
		StringBuilder table = new StringBuilder("""
				| measured | %s |
				|---|---|---|---|---|
				""".formatted(String.join(" | ", STORES.stream().map(Store::title).toList())));
		row(table, "bytes of a heartbeat", "bytes of a heartbeat, 1 group");
		for (String size : List.of("100", "1,000", "10,000")) {
			row(table, "bytes a second of one that follows " + size + " members",
					"an idle observer of " + size + " members, bytes");
		}
		row(table, "bytes of its first reading at 1,000",
				"an idle observer of 1,000 members, bytes of the first reading");
		for (String size : List.of("100", "200")) {
			row(table, "server's CPU, " + size + " that follow each other",
					size + " members that observe themselves: server");
		}
		return table.toString();
	}

	private void row(StringBuilder table, String title, String work) {
		table.append("| ").append(title);
		for (Store store : STORES) {
			table.append(" | ").append(find(store, work).map((one) -> one.unit().text(one.ours())).orElse("–"));
		}
		table.append(" |\n");
	}

	private String computed() {
		StringBuilder table = new StringBuilder(
				"""
						| computed: members that follow each other | store | round trips a second | bytes a second | server's CPU |
						|---|---|---|---|---|
						""");
		for (int size : SIZES) {
			for (Store store : STORES) {
				table.append("| ")
					.append(String.join(" | ", Unit.number(size), store.title(),
							text(sum(store, size, "round trips of a heartbeat, 1 group", "round trips"), Unit.COUNT),
							text(sum(store, size, "bytes of a heartbeat, 1 group", "bytes"), Unit.BYTES_PER_SECOND),
							text(percent(store, size), Unit.PERCENT_OF_A_CORE)))
					.append(" |\n");
			}
		}
		return table.toString();
	}

	private static String text(@Nullable Double value, Unit unit) {
		return (value != null) ? unit.text(value) : "–";
	}

	/** Returns what all heartbeats and all observers need in a second. */
	private @Nullable Double sum(Store store, int size, String heartbeatWork, String what) {
		Double heartbeat = value(store, heartbeatWork);
		Double idle = value(store,
				"an idle observer of " + ((size >= 10_000) ? "10,000" : "1,000") + " members, " + what);
		return (heartbeat != null && idle != null) ? size * (heartbeat * HEARTBEATS + idle) : null;
	}

	/** The cost of a member is the same in a larger fleet while nothing changes. */
	private @Nullable Double percent(Store store, int size) {
		Double thousand = value(store, "1,000 members that observe themselves: server, extrapolated");
		boolean flat = value(store, "an idle observer of 10,000 members, bytes") != null;
		return (thousand != null && (flat || size == SIZES[0])) ? thousand * size / SIZES[0] : null;
	}

	private @Nullable Double value(Store store, String work) {
		return find(store, work).map(Figure::ours).orElse(null);
	}

	private Optional<Figure> find(Store store, String work) {
		return this.figures.stream()
			.filter((one) -> one.store().equals(store.title()) && one.work().equals(work))
			.findFirst();
	}

}
