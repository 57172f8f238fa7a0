package io.servicegroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.servicegroup.tooz.Characteristic;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.spi.BackendType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the tables of docs/backends.md against the code: every operation and every
 * characteristic of every backend.
 */
public class BackendsPageTests {

	private static final Set<String> ALWAYS = Set.of("start", "stop", "heartbeat", "runWatchers");

	private final List<String> lines = read();

	private static List<String> read() {
		try {
			return Files.readAllLines(Path.of("../docs/backends.md"));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/** Returns the cells of a table by the names of row and column. */
	private Map<String, Map<String, String>> table(String corner) {
		List<List<String>> rows = this.lines.stream()
			.dropWhile((line) -> !line.startsWith("| " + corner + " |"))
			.takeWhile((line) -> line.startsWith("|"))
			.map((line) -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
				.map(String::strip)
				.toList())
			.toList();
		assertThat(rows).as(corner).hasSizeGreaterThan(2);
		Map<String, Map<String, String>> table = new LinkedHashMap<>();
		for (List<String> row : rows.subList(2, rows.size())) {
			assertThat(row).as(row.get(0)).hasSameSizeAs(rows.get(0));
			Map<String, String> cells = new LinkedHashMap<>();
			for (int i = 1; i < row.size(); i++) {
				cells.put(rows.get(0).get(i), row.get(i));
			}
			assertThat(table.put(row.get(0).replace("`", ""), cells)).as(row.get(0)).isNull();
		}
		return table;
	}

	public static Stream<BackendType> types() {
		return ServiceLoader.load(BackendType.class)
			.stream()
			.filter((type) -> !type.type().isAnnotationPresent(Deprecated.class))
			.map(ServiceLoader.Provider::get);
	}

	private static String name(BackendType type) {
		return type.schemes().iterator().next();
	}

	@ParameterizedTest
	@MethodSource("types")
	void theTableOfOperationsIsTrue(BackendType type) {
		table("operation").forEach((operation, cells) -> {
			boolean ours = ALWAYS.contains(operation)
					|| type.features().stream().anyMatch((feature) -> feature.operations().contains(operation));
			assertThat(cells.get(name(type))).as(operation + " on " + name(type))
				.isIn(ours ? Set.of("both", "ours") : Set.of("tooz", "neither"));
		});
	}

	@Test
	void theTableOfOperationsIsComplete() {
		Set<String> operations = new TreeSet<>(ALWAYS);
		for (Feature feature : Feature.values()) {
			operations.addAll(feature.operations());
		}
		assertThat(table("operation").keySet()).containsExactlyInAnyOrderElementsOf(operations);
		table("operation").forEach((operation, cells) -> assertThat(cells.values()).as(operation)
			.isSubsetOf("both", "tooz", "ours", "neither"));
	}

	@ParameterizedTest
	@MethodSource("types")
	void theTableOfCharacteristicsIsTrue(BackendType type) {
		Set<String> documented = new TreeSet<>();
		table("characteristic").forEach((characteristic, cells) -> {
			assertThat(cells.get(name(type))).as(name(type)).isIn("yes", "");
			if (cells.get(name(type)).equals("yes")) {
				documented.add(characteristic);
			}
		});
		assertThat(documented)
			.containsExactlyInAnyOrderElementsOf(type.characteristics().stream().map(Characteristic::name).toList());
	}

}
