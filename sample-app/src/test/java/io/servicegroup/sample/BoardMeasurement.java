package io.servicegroup.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the board in Chromium, and prints a table. The exit status is 1 if a limit is
 * missed. See the script {@code board}.
 */
public final class BoardMeasurement {

	private static final int CHANGES = 30;

	/** Runs in the page from its beginning: notes when the first row is painted. */
	private static final String OBSERVER = """
			const look = () => (document.querySelector('#members > li')
				? requestAnimationFrame(() => { window.painted = performance.now(); }) : requestAnimationFrame(look));
			requestAnimationFrame(look);""";

	private final List<String> missed = new ArrayList<>();

	private BoardMeasurement() {
	}

	public static void main(String[] args) throws Exception {
		Fleet.beQuiet();
		BoardMeasurement measurement = new BoardMeasurement();
		System.out.println("| members | what | measured | limit |\n|---|---|---|---|");
		measurement.measure(1000, LargeGroup.live(1000));
		measurement.measure(10_000, LargeGroup.stored(10_000));
		measurement.missed.forEach(System.err::println);
		System.exit(measurement.missed.isEmpty() ? 0 : 1);
	}

	private void measure(int members, LargeGroup large) throws Exception {
		try (LargeGroup group = large; Browser browser = new Browser()) {
			browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", OBSERVER));
			// The second time the application is warm, and the files are in the browser's
			// cache.
			for (int i = 0; i < 2; i++) {
				browser.open("about:blank");
				browser.open(group.url());
				while (browser.run("return window.painted") == null) {
					Thread.sleep(50);
				}
				number(members, (i == 0) ? "first row painted, first visit, s" : "first row painted, s",
						browser.<Number>run("return window.painted").doubleValue() / 1000,
						(i == 0) ? Double.MAX_VALUE : 1);
			}
			number(members, "elements in the document",
					browser.<Long>run("return document.querySelectorAll('*').length"), 2500);
			group.changeEachSecond(4);
			browser.traffic();
			double before = browser.metric("TaskDuration");
			double seconds = group.changeEachSecond(CHANGES);
			double busy = browser.metric("TaskDuration") - before;
			number(members, "bytes a second, one change a second", browser.traffic().sum() / seconds, 1000);
			number(members, "main thread, one change a second, % of a core", 100 * busy / seconds,
					(members > 1000) ? Double.MAX_VALUE : 5);
			number(members, "heap of the page, MiB", browser.metric("JSHeapUsedSize") / (1 << 20), Double.MAX_VALUE);
		}
	}

	private void number(int members, String what, double measured, double limit) {
		String bound = (limit < Double.MAX_VALUE) ? String.format(Locale.ROOT, "%.0f", limit) : "";
		System.out.printf(Locale.ROOT, "| %d | %s | %.2f | %s |%n", members, what, measured, bound);
		if (measured > limit) {
			this.missed.add(what + " with " + members + " members: " + measured + ", more than " + limit);
		}
	}

}
