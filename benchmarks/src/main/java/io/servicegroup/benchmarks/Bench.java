package io.servicegroup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs the rows of the table of benchmarks, and writes the page, the JSON and the plots.
 * Ends with 1 if a limit was missed, and with 2 if something could not be measured. See
 * {@code ./bench}.
 */
public final class Bench {

	/** The most important first, as the last ones are left out when the time is over. */
	static final List<Row> ROWS = List.of(new IdleRow(), new FleetRow(), new ListingRow(), new IdsRow(),
			new HeartbeatRow(), new ChangeRow(), new LockRow(), new HandOverRow(), new LeaderRow(), new JoinsRow(),
			new UpRow(), new StartRow(), new EventsRow(), new RingRow());

	private Bench() {
	}

	public static void main(String[] args) throws IOException {
		List<String> words = new ArrayList<>(List.of(args));
		boolean quick = words.remove("--quick");
		List<Row> selected = selected(words);
		if (selected.isEmpty()) {
			System.err.println("No such row. Rows: " + ROWS.stream().map(Row::name).collect(Collectors.joining(", ")));
			System.exit(2);
		}
		List<String> failures;
		List<Figure> figures;
		try (Run run = new Run(quick)) {
			selected.forEach((row) -> run(run, row));
			failures = run.failures();
			write(run, words, failures);
			figures = run.figures();
		}
		long missed = figures.stream().filter((figure) -> !figure.isReached()).count();
		System.out
			.println(figures.size() + " figures, " + missed + " limits missed, " + failures.size() + " not measured");
		System.exit(!failures.isEmpty() ? 2 : (missed > 0) ? 1 : 0);
	}

	/** Returns the rows whose name contains one of the words; all, without a word. */
	static List<Row> selected(List<String> words) {
		return ROWS.stream().filter((row) -> words.isEmpty() || words.stream().anyMatch(row.name()::contains)).toList();
	}

	private static void run(Run run, Row row) {
		long begun = System.nanoTime();
		System.out.println(row.name());
		run.begin(row);
		row.measure(run);
		System.out.println("  (" + (System.nanoTime() - begun) / 1_000_000_000 + " s)");
	}

	private static void write(Run run, List<String> words, List<String> failures) throws IOException {
		Path project = Path.of(System.getProperty("bench.project", ".."));
		boolean whole = words.isEmpty() && !run.isQuick();
		// A part of the rows, or a quick run, must not replace the page of a whole run.
		Path results = Files.createDirectories(project.resolve(whole ? "benchmarks" : "benchmarks/target"));
		Map<String, Object> about = new LinkedHashMap<>();
		about.put("command", command(run, words));
		about.put("date", LocalDate.now(ZoneOffset.UTC).toString());
		about.put("machine", Machine.description());
		about.put("versions", Machine.versions());
		about.put("failedRows", failures);
		Files.writeString(results.resolve("results.json"), Report.json(about, run.figures()));
		String source = "\n" + about.get("date") + ", `" + about.get("command") + "`, " + about.get("machine") + "; "
				+ Machine.versions()
					.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + " " + entry.getValue())
					.collect(Collectors.joining(", "))
				+ ".\n\n";
		String text = source + Report.table(run.figures()) + Plots.links(run.plots().keySet())
				+ failures.stream().map((failure) -> "\nNot measured: " + failure + "\n").collect(Collectors.joining());
		Path docs = whole ? project.resolve("docs") : results;
		Path page = docs.resolve("benchmarks.md");
		if (whole) {
			Files.writeString(page, Report.replace(Files.readString(page), "figures", text + "\n"));
			Path scale = docs.resolve("scale.md");
			Files.writeString(scale,
					Report.replace(Files.readString(scale), "figures", source + Scale.tables(run.figures()) + "\n"));
		}
		else {
			Files.writeString(page, text);
		}
		for (Map.Entry<String, Map<String, Map<Double, Double>>> plot : run.plots().entrySet()) {
			Plots.write(docs, plot.getKey(), plot.getValue());
		}
		System.out.println("Written: " + page.normalize());
	}

	private static String command(Run run, List<String> words) {
		return ("./bench " + (run.isQuick() ? "--quick " : "") + String.join(" ", words)).strip();
	}

}
