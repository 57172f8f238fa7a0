package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MeasuringTests {

	@Test
	void percentilesAreNearestRanks() {
		List<Integer> samples = IntStream.rangeClosed(1, 100).boxed().toList();
		assertThat(Samples.median(samples)).isEqualTo(50);
		assertThat(Samples.percentile(samples, 99)).isEqualTo(99);
		assertThat(Samples.max(samples)).isEqualTo(100);
		assertThat(Samples.percentile(List.of(7), 1)).isEqualTo(7);
	}

	@Test
	void worksTakeTurnsAndMayTimeThemselves() throws Exception {
		StringBuilder order = new StringBuilder();
		double[] medians = Interleaved.medians(Duration.ofMillis(1), () -> {
			order.append('a');
			return 3;
		}, () -> {
			order.append('b');
			return 5;
		});
		assertThat(medians).containsExactly(3, 5);
		assertThat(order.toString()).matches("(a+b+){2,}");
	}

	@Test
	void extrapolatesQuadraticCosts() {
		assertThat(FleetRow.extrapolated(100, 2 + 5, 4 + 20)).isCloseTo(20 + 500, within(1e-6));
		assertThat(FleetRow.extrapolated(100, 2, 4)).isCloseTo(20, within(1e-6));
		assertThat(FleetRow.extrapolated(100, 3, 4)).isCloseTo(20, within(1e-6));
	}

	@Test
	void readsTheTimeOfAProcessWhoseNameHasSpaces() {
		String stat = "4711 (redis server) S 1 2 3 4 5 6 7 8 9 10 250 50 13 14 20 0 4 0 1 2 3";
		assertThat(Cpu.seconds(stat)).isEqualTo(3);
	}

	@Test
	void numbersDoNotDependOnTheLocale() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
		try {
			assertThat(Unit.BYTES.text(12_345)).isEqualTo("12.3 kB");
			assertThat(Unit.MILLISECONDS.text(1234)).isEqualTo("1,234 ms");
			assertThat(Unit.MILLISECONDS.text(0.0423)).isEqualTo("0.042 ms");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void rowsAreSelectedByWordsAndHaveNamesOfTheirOwn() {
		assertThat(Bench.selected(List.of("lock", "ids"))).extracting(Row::name)
			.containsExactlyInAnyOrder("lock", "ids");
		assertThat(Bench.selected(List.of())).hasSameSizeAs(Bench.ROWS);
		assertThat(Bench.selected(List.of("nothing"))).isEmpty();
		assertThat(Bench.ROWS).extracting(Row::name).doesNotHaveDuplicates();
	}

}
