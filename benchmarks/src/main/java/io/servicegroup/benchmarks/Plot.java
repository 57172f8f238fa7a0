package io.servicegroup.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Draws lines over two logarithmic axes as SVG. Text and axes have the colour of the text
 * around the image or, where it is shown alone, that of the reader's light or dark theme.
 */
final class Plot {

	private static final int WIDTH = 720;

	private static final int HEIGHT = 420;

	private static final int LEFT = 80;

	private static final int RIGHT = 240;

	private static final int TOP = 40;

	private static final int BOTTOM = 50;

	/** Readable on white and on black. */
	private static final List<String> COLOURS = List.of("#d1495b", "#2e86c1", "#2e9e5b", "#c77d0a", "#8e5bd0",
			"#7a7a7a");

	private static final String HEAD = """
			<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" role="img" font-family="sans-serif" font-size="12">
			<title>%s</title>
			<style>
			svg { color: #222 }
			@media (prefers-color-scheme: dark) { svg { color: #ddd } }
			text { fill: currentColor }
			.grid { stroke: currentColor; stroke-opacity: 0.2 }
			.axis { stroke: currentColor }
			</style>
			""";

	private final String title;

	private final Unit unit;

	private final Map<String, Map<Double, Double>> series;

	private final int lowX;

	private final int highX;

	private final int lowY;

	private final int highY;

	/**
	 * Creates a plot over the number of members.
	 * @param series the points of each line by its name; a name that starts with
	 * {@code floor:} draws a dashed line in the colour of the line with the same rest
	 */
	Plot(String title, Unit unit, Map<String, Map<Double, Double>> series) {
		this.title = title;
		this.unit = unit;
		this.series = series;
		double[] x = series.values().stream().flatMap((line) -> line.keySet().stream()).mapToDouble((v) -> v).toArray();
		double[] y = series.values().stream().flatMap((line) -> line.values().stream()).mapToDouble((v) -> v).toArray();
		this.lowX = (int) Math.floor(log(min(x)));
		this.highX = Math.max(this.lowX + 1, (int) Math.ceil(log(max(x))));
		this.lowY = (int) Math.floor(log(min(y)));
		this.highY = Math.max(this.lowY + 1, (int) Math.ceil(log(max(y))));
	}

	private static double min(double[] values) {
		return java.util.Arrays.stream(values).min().orElse(1);
	}

	private static double max(double[] values) {
		return java.util.Arrays.stream(values).max().orElse(10);
	}

	private static double log(double value) {
		return Math.log10(Math.max(value, 1e-3));
	}

	String svg() {
		StringBuilder svg = new StringBuilder(format(HEAD, WIDTH, HEIGHT, escape(this.title)));
		svg.append(text(LEFT, 20, "start", this.title));
		for (int power = this.lowX; power <= this.highX; power++) {
			double x = x(Math.pow(10, power));
			svg.append(line("grid", x, TOP, x, HEIGHT - BOTTOM));
			svg.append(text(x, HEIGHT - BOTTOM + 18, "middle", Unit.number(Math.pow(10, power))));
		}
		for (int power = this.lowY; power <= this.highY; power++) {
			double y = y(Math.pow(10, power));
			svg.append(line("grid", LEFT, y, WIDTH - RIGHT, y));
			svg.append(text(LEFT - 6, y + 4, "end", this.unit.text(Math.pow(10, power))));
		}
		svg.append(line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM));
		svg.append(line("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM));
		svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "members"));
		int place = 0;
		for (Map.Entry<String, Map<Double, Double>> one : this.series.entrySet()) {
			series(svg, one.getKey(), one.getValue(), place++);
		}
		return svg.append("</svg>\n").toString();
	}

	private void series(StringBuilder svg, String name, Map<Double, Double> points, int place) {
		boolean floor = name.startsWith("floor:");
		String subject = floor ? name.substring("floor:".length()).strip() : name;
		List<String> subjects = this.series.keySet()
			.stream()
			.flatMap((key) -> Stream.of(key.startsWith("floor:") ? key.substring("floor:".length()).strip() : key))
			.distinct()
			.toList();
		String colour = COLOURS.get(subjects.indexOf(subject) % COLOURS.size());
		String style = "stroke=\"" + colour + "\" stroke-width=\"2\"" + (floor ? " stroke-dasharray=\"5 4\"" : "");
		StringBuilder path = new StringBuilder();
		points.forEach((x, y) -> path.append(format("%.1f,%.1f ", x(x), y(y))));
		svg.append("<polyline fill=\"none\" " + style + " points=\"" + path.toString().strip() + "\"/>\n");
		points.forEach((x, y) -> svg
			.append(format("<circle fill=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>\n", colour, x(x), y(y))));
		int y = TOP + 8 + 18 * place;
		svg.append(format("<line %s x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n", style, WIDTH - RIGHT + 12, y,
				WIDTH - RIGHT + 40, y));
		svg.append(text(WIDTH - RIGHT + 46, y + 4, "start", floor ? subject + ", floor" : subject));
	}

	private double x(double value) {
		return LEFT + (log(value) - this.lowX) / (this.highX - this.lowX) * (WIDTH - LEFT - RIGHT);
	}

	private double y(double value) {
		return HEIGHT - BOTTOM - (log(value) - this.lowY) / (this.highY - this.lowY) * (HEIGHT - TOP - BOTTOM);
	}

	private static String line(String kind, double x1, double y1, double x2, double y2) {
		return format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", kind, x1, y1, x2, y2);
	}

	private static String text(double x, double y, String anchor, String text) {
		return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, escape(text));
	}

	private static String format(String pattern, Object... arguments) {
		return String.format(Locale.ROOT, pattern, arguments);
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
