package io.servicegroup.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the figures of a run as a table for people and as JSON for programs.
 */
final class Report {

	private static final String HEAD = """
			| work | store | ours | floor or rival | ratio | limit | reached |
			|---|---|---|---|---|---|---|
			""";

	private Report() {
	}

	/** Returns the table in Markdown. Notes follow it. */
	static String table(List<Figure> figures) {
		StringBuilder table = new StringBuilder(HEAD);
		List<String> notes = new ArrayList<>();
		for (Figure figure : figures) {
			int note = note(notes, figure.note());
			table.append("| ")
				.append(String.join(" | ", figure.work() + ((note > 0) ? " [" + note + "]" : ""), figure.store(),
						figure.unit().text(figure.ours()), other(figure), ratio(figure), limit(figure),
						reached(figure)))
				.append(" |\n");
		}
		for (int i = 0; i < notes.size(); i++) {
			table.append("\n[").append(i + 1).append("] ").append(notes.get(i)).append('\n');
		}
		return table.toString();
	}

	private static int note(List<String> notes, String note) {
		if (!note.isEmpty() && !notes.contains(note)) {
			notes.add(note);
		}
		return notes.indexOf(note) + 1;
	}

	/** Returns one line for the console. */
	static String line(Figure figure) {
		return String.join("  ", figure.work(), figure.store(), figure.unit().text(figure.ours()), other(figure),
				ratio(figure), limit(figure), reached(figure));
	}

	private static String other(Figure figure) {
		Double other = figure.other();
		return (other != null) ? figure.otherName() + " " + figure.unit().text(other) : "–";
	}

	private static String ratio(Figure figure) {
		Double ratio = figure.ratio();
		return (ratio != null) ? Unit.number(ratio) : "–";
	}

	private static String limit(Figure figure) {
		return figure.limit().isNone() ? "–" : figure.limit().text(figure.unit());
	}

	private static String reached(Figure figure) {
		return figure.limit().isNone() ? "–" : figure.isReached() ? "yes" : "**no**";
	}

	/** Returns the figures with what was measured where, as JSON. */
	static String json(Map<String, ?> about, List<Figure> figures) {
		Map<String, Object> root = new LinkedHashMap<>(about);
		root.put("figures", figures.stream().map(Report::fields).toList());
		return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
	}

	private static Map<String, Object> fields(Figure figure) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("row", figure.row());
		fields.put("work", figure.work());
		fields.put("store", figure.store());
		fields.put("ours", figure.ours());
		fields.put("unit", figure.unit().symbol());
		Map<String, Object> optional = new TreeMap<>();
		put(optional, "other", figure.other());
		put(optional, "otherName", figure.otherName().isEmpty() ? null : figure.otherName());
		put(optional, "ratio", figure.ratio());
		put(optional, "maxRatio", figure.limit().ratio());
		put(optional, "maxValue", figure.limit().value());
		put(optional, "note", figure.note().isEmpty() ? null : figure.note());
		fields.putAll(optional);
		if (!figure.limit().isNone()) {
			fields.put("reached", figure.isReached());
		}
		return fields;
	}

	private static void put(Map<String, Object> fields, String name, @org.jspecify.annotations.Nullable Object value) {
		if (value != null) {
			fields.put(name, value);
		}
	}

	/** Replaces the text between the two markers of a page. */
	static String replace(String page, String name, String text) {
		String open = "<!-- " + name + " -->\n";
		int begin = page.indexOf(open) + open.length();
		int end = page.indexOf("<!-- /" + name + " -->", begin);
		if (begin < open.length() || end < 0) {
			throw new IllegalStateException("The page does not contain the markers of " + name);
		}
		return page.substring(0, begin) + text + page.substring(end);
	}

}
