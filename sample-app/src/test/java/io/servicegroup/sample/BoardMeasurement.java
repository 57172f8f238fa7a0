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

	/**
	 * Runs in the page from its beginning: notes when the first row is painted, and when
	 * all members can be searched.
	 */
	private static final String OBSERVER = """
			const look = () => {
				const row = document.querySelector('#members > li');
				if (row && !window.painted) {
					requestAnimationFrame(() => { window.painted = performance.now(); });
				}
				if (row?.ariaSetSize > 900) {
					window.complete = performance.now();
				}
				else {
					requestAnimationFrame(look);
				}
			};
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
			// At the first visit, the application has served nothing yet, and the browser
			// has no files of it.
			for (String visit : new String[] { "first", "second" }) {
				browser.open("about:blank");
				browser.open(group.url());
				while (browser.run("return window.complete && window.painted") == null) {
					Thread.sleep(50);
				}
				number(members, visit + " visit: first row painted, s", seconds(browser, "window.painted"), 1);
				number(members, visit + " visit: all members there, s", seconds(browser, "window.complete"),
						Double.MAX_VALUE);
			}
			number(members, "elements in the document",
					browser.<Long>run("return document.querySelectorAll('*').length"), 2500);
			group.changeEachSecond(4);
			browser.traffic();
			double before = browser.metric("TaskDuration");
			double seconds = group.changeEachSecond(CHANGES);
			double busy = browser.metric("TaskDuration") - before;
			number(members, "bytes a second, one change a second", browser.traffic().sum() / seconds, 1000);
			number(members, "CPU time of the page's main thread, one change a second, % of a core",
					100 * busy / seconds, (members > 1000) ? Double.MAX_VALUE : 5);
			number(members, "heap of the page, MiB", browser.metric("JSHeapUsedSize") / (1 << 20), Double.MAX_VALUE);
		}
	}

	private static double seconds(Browser browser, String time) {
		return browser.<Number>run("return " + time).doubleValue() / 1000;
	}

	private void number(int members, String what, double measured, double limit) {
		String bound = (limit < Double.MAX_VALUE) ? String.format(Locale.ROOT, "%.0f", limit) : "";
		System.out.printf(Locale.ROOT, "| %d | %s | %.2f | %s |%n", members, what, measured, bound);
		if (measured > limit) {
			this.missed.add(what + " with " + members + " members: " + measured + ", more than " + limit);
		}
	}

}
