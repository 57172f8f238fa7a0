package io.servicegroup.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScaleTests {

	@Test
	void computesLargerFleetsFromTheMeasuredFigures() {
		String tables = Scale.tables(List.of(Figure.of("bytes of a heartbeat, 1 group", "Redis", 1000, Unit.BYTES),
				Figure.of("round trips of a heartbeat, 1 group", "Redis", 1, Unit.ROUND_TRIPS),
				Figure.of("an idle observer of 1,000 members, bytes", "Redis", 500, Unit.BYTES_PER_SECOND),
				Figure.of("an idle observer of 10,000 members, bytes", "Redis", 900, Unit.BYTES_PER_SECOND),
				Figure.of("an idle observer of 1,000 members, round trips", "Redis", 1.1, Unit.ROUND_TRIPS_PER_SECOND),
				Figure.of("1,000 members that observe themselves: server, extrapolated", "Redis", 4,
						Unit.PERCENT_OF_A_CORE)));
		assertThat(tables).contains("| bytes of a heartbeat | 1 kB | – | – | – |")
			.contains("| 1,000 | Redis | 1,200 | 600 kB/s | 4 % of a core |")
			.contains("| 10,000 | Redis | – | 10 MB/s | 40 % of a core |")
			.contains("| 1,000,000 | Redis | – | 1,000 MB/s | 4,000 % of a core |")
			.contains("| 1,000 | etcd | – | – | – |");
	}

	@Test
	void doesNotExtrapolateAStoreThatHasNotHeldTenThousand() {
		assertThat(Scale.tables(List.of(Figure.of("1,000 members that observe themselves: server, extrapolated",
				"memcached", 3, Unit.PERCENT_OF_A_CORE))))
			.contains("| 1,000 | memcached | – | – | 3 % of a core |")
			.contains("| 10,000 | memcached | – | – | – |");
	}

}
