package io.servicegroup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plots of the page.
 */
final class Plots {

	private Plots() {
	}

	/** Returns the images of the page. */
	static String links(Set<String> names) {
		return names.stream()
			.map((name) -> "\n![" + title(name) + ", over the number of members](benchmarks-" + name + ".svg)\n")
			.collect(Collectors.joining());
	}

	private static String title(String name) {
		return name.equals(ListingRow.PLOT) ? "Time of a fresh listing with capabilities"
				: "Bytes a second of an idle observer";
	}

	/** Writes a plot beside the page. */
	static void write(Path directory, String name, Map<String, Map<Double, Double>> series) throws IOException {
		Unit unit = name.equals(ListingRow.PLOT) ? Unit.MILLISECONDS : Unit.BYTES_PER_SECOND;
		Plot plot = new Plot(title(name), unit, series);
		Files.writeString(directory.resolve("benchmarks-" + name + ".svg"), plot.svg());
	}

}
