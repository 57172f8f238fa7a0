package io.servicegroup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes the figures of a run into the documentation, between two markers.
 *
 * @param run a finished run
 */
record Report(FaultRun run) {

	static final String BEGIN = "<!-- faults -->";

	static final String END = "<!-- /faults -->";

	void write(Path file) throws IOException {
		String text = Files.readString(file);
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IOException(file + " does not contain the markers " + BEGIN + " and " + END);
		}
		Files.writeString(file, text.substring(0, begin + BEGIN.length()) + "\n" + content() + text.substring(end));
	}

	String content() {
		return LocalDate.now() + ", seed " + this.run.seed() + ", " + this.run.backends().size()
				+ " stores at the same time on " + Machine.description() + ":\n\n" + table(true) + "\n" + table(false)
				+ "\n" + sums();
	}

	private String table(boolean ofGroups) {
		List<FaultBackend> backends = this.run.backends(ofGroups);
		String titles = backends.stream().map(FaultBackend::title).collect(Collectors.joining(" | "));
		return "| | " + titles + " |\n|---|" + "---|".repeat(backends.size()) + "\n"
				+ this.run.faults(ofGroups).stream().map((fault) -> row(fault, backends)).collect(Collectors.joining());
	}

	private String row(Fault fault, List<FaultBackend> backends) {
		return "| " + fault.name() + " | "
				+ backends.stream()
					.map((backend) -> this.run.figures(fault, backend).map(Figures::cell).orElse("–"))
					.collect(Collectors.joining(" | "))
				+ " |\n";
	}

	private String sums() {
		int falseDowns = 0;
		int missedEvents = 0;
		int violations = 0;
		for (Figures figures : this.run.results().values()) {
			falseDowns += figures.falseDowns();
			missedEvents += figures.missedEvents();
			violations += figures.violations().size();
		}
		return "False downs: " + falseDowns + ". Events missed or delivered twice: " + missedEvents
				+ ". Violations of any kind: " + violations + ".\n" + notApplicable();
	}

	/** Lists the reasons for the dashes in the table. */
	private String notApplicable() {
		Set<String> reasons = new TreeSet<>();
		for (Fault fault : this.run.faults(true)) {
			for (FaultBackend backend : this.run.backends(true)) {
				fault.notApplicableReason(backend)
					.filter((why) -> !(fault instanceof ClusterFault))
					.ifPresent((why) -> reasons.add("- " + backend.title() + ", " + fault.name() + ": " + why + "\n"));
			}
		}
		return reasons.isEmpty() ? "" : "\nNot applicable:\n\n" + String.join("", reasons);
	}

}
