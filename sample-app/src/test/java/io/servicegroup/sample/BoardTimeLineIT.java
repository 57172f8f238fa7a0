package io.servicegroup.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.servicegroup.tck.servers.SharedDirectory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The time line of the board: that it is as new as the verdict, shows each kind of event,
 * and says who was not up and why.
 */
@Timeout(120)
class BoardTimeLineIT {

	/** Notes when the events and the plot have something, by the first words of each. */
	private static final String WATCH = """
			window.seen = {};
			const note = (name, text) => ['died', 'forced down', 'disabled'].filter((word) => text.includes(word))
				.forEach((word) => window.seen[`${name} ${word}`] ??= performance.now());
			new MutationObserver(() => note('event', document.getElementById('events').textContent))
				.observe(document.getElementById('events'), { childList: true, characterData: true, subtree: true });
			new MutationObserver(() => note('plot', document.getElementById('plot').ariaLabel))
				.observe(document.getElementById('plot'), { attributes: true });""";

	/** Counts the pixels of the line in a part of the plot of members, from 0 to 1. */
	private static final String LINE = """
			const plot = document.getElementById('plot');
			const [begin, end] = [arguments[0], arguments[1]].map((part) => Math.round(part * (plot.width - 1)));
			const color = getComputedStyle(plot).getPropertyValue('--accent').trim();
			const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
			const { data } = plot.getContext('2d').getImageData(begin, 0, Math.max(1, end - begin), plot.height - 40);
			let found = 0;
			for (let at = 0; at < data.length; at += 4) {
				found += data[at] === red && data[at + 1] === green && data[at + 2] === blue ? 1 : 0;
			}
			return found;""";

	private static final String CLUSTERS = """
			import(new URL('plot.js', location)).then(({ clusters }) => {
				const marks = [['JOINED', 0], ['DISABLED', 1], ['DIED', 2], ['LEFT', 2], ['DIED', 9], ['ELECTED', 40], ['SOME_LATER_KIND', 80]]
					.map(([kind, at]) => ({ kind, at, count: 1 }));
				const { chips, ticks } = clusters(marks, (at) => at);
				arguments[0]([...chips, ...ticks].map(({ kind, count }) => `${kind} ${count}`));
			});""";

	@TempDir
	private Path files;

	private SharedDirectory directory;

	private SampleProcess viewer;

	private Fleet fleet;

	private Browser browser;

	@BeforeEach
	void startMembers() throws IOException {
		this.directory = new SharedDirectory();
		this.fleet = new Fleet(this.directory.url("timeout=5"), 500);
		for (int i = 2; i <= 4; i++) {
			this.fleet.join("web-" + i, Map.of("zone", "a"));
		}
		this.browser = new Browser();
	}

	private void openPage(String... more) {
		this.viewer = SampleProcess.start(this.directory.url("timeout=5"), "web-1", 0, more).awaitStarted();
		this.browser.open(this.viewer.url());
		soon(() -> assertThat(this.browser.text("#count")).isEqualTo("4"));
		soon(() -> assertThat(this.browser.text("#range")).isNotEmpty());
	}

	@AfterEach
	void close() throws IOException {
		this.browser.close();
		this.fleet.close();
		if (this.viewer != null) {
			this.viewer.close();
		}
		this.directory.close();
	}

	@Test
	void theLineIsAsNewAsTheVerdict() {
		openPage();
		assertThat(this.browser.texts("#events .what")).contains("3 members were there already")
			.doesNotContain("was already a member");
		this.fleet.join("web-5", Map.of());
		soon(() -> assertThat(this.browser.text("#range")).endsWith(" to 5"));
		this.browser.run(WATCH);
		this.fleet.leave("web-5");
		this.viewer.setSwitch("web-2", "disable", "its disk fails");
		this.viewer.setSwitch("web-3", "force-down", "");
		this.fleet.die("web-4");
		soon(() -> assertThat(this.browser.text("#range")).isEqualTo("2 to 5"));
		for (String kind : new String[] { "disabled", "forced down", "died" }) {
			soon(() -> assertThat(lag(kind)).as("%s: from the event to the mark", kind)
				.isNotNull()
				.isBetween(-600.0, 600.0));
		}
		assertThat(marks()).contains("died", "forced down", "disabled", "joined", "left").doesNotContain("not known");
		assertThat(levels()).as("the scale of the headline")
			.containsEntry("died", "amber")
			.containsEntry("forced down", "amber")
			.containsEntry("disabled", "amber")
			.containsEntry("left", "plain")
			.containsEntry("joined", "good");
		assertThat(this.browser.violations()).isEmpty();
		assertThat(this.browser.console()).isEmpty();
	}

	private Double lag(String kind) {
		Number lag = this.browser
			.run("return window.seen[`plot ${arguments[0]}`] - window.seen[`event ${arguments[0]}`]", kind);
		return (lag != null) ? Double.valueOf(lag.doubleValue()) : null;
	}

	@Test
	void theLineEndsWhereNothingIsKnown() throws IOException {
		openPage();
		soon(() -> assertThat(line(0.9, 1)).as("up to now").isPositive());
		assertThat(marks()).doesNotContain("not known");
		this.directory.stop();
		soon(() -> assertThat(state()).isEqualTo("unavailable"));
		soon(() -> assertThat(marks()).contains("backend unavailable", "not known"));
		soon(() -> assertThat(line(0.98, 1)).as("as of the last reading").isZero());
		soon(() -> assertThat(line(0, 0.5)).as("what was known before").isPositive());
		assertThat(this.browser.violations()).isEmpty();
		this.directory.start();
		soon(() -> assertThat(marks()).contains("backend available again", "not known"));
		soon(() -> assertThat(line(0.98, 1)).as("up to now again").isPositive());
		this.viewer.process().kill();
		soon(() -> assertThat(state()).isEqualTo("lost"));
		soon(() -> assertThat(line(0.98, 1)).as("as of the last response").isZero());
		this.browser.run("document.getElementById('plot').click()");
		soon(() -> assertThat(this.browser.text("#then-title")).startsWith("The application is unavailable"));
		assertThat(this.browser.violations()).isEmpty();
	}

	private String state() {
		return this.browser.run("return document.body.dataset.state");
	}

	private long line(double from, double to) {
		return this.browser.<Number>run(LINE, from, to).longValue();
	}

	@Test
	void marksThatWouldOverlapAreOne() {
		openPage();
		assertThat((List<?>) this.browser.runAsync(CLUSTERS)).as("the most severe one is seen")
			.asString()
			.isEqualTo("[DIED 3, SOME_LATER_KIND 1, LEFT 2, ELECTED 1]");
		assertThat(this.browser.text("#whose")).isEqualTo("web-1");
		soon(() -> assertThat(this.browser.<String>run("return document.getElementById('ages').ariaLabel"))
			.matches("Age of the last heartbeat of web-1: up to .* s, timeout 5 s"));
		soon(() -> assertThat(this.browser.texts("#ages-legend li:not([hidden])"))
			.containsExactly("below half of the timeout"));
	}

	@Test
	void whoWasNotUpIsShownWithTheCause() throws IOException {
		openPage("--servicegroup.ui.history=" + history());
		soon(() -> assertThat(this.browser.text("#line-title")).startsWith("History since "));
		assertThat(marks()).contains("died", "forced down", "disabled", "this application stopped", "not known");
		this.browser.run("""
				const slider = document.getElementById('moment');
				slider.value = 500;
				slider.dispatchEvent(new Event('input'));""");
		soon(() -> assertThat(this.browser.text("#then-title")).endsWith("2 were up"));
		assertThat(this.browser.texts("#then [data-of=down] li").get(0)).startsWith("web-8 was forced down at ")
			.endsWith(". By ann, no reason given");
		assertThat(this.browser.texts("#then [data-of=down] li").get(1)).startsWith("web-9 died at ")
			.endsWith(". Its heartbeats ended");
		assertThat(this.browser.texts("#then [data-of=down] li").get(2)).startsWith("web-5 left at ");
		assertThat(this.browser.texts("#then [data-of=disabled] li").get(0)).startsWith("web-7 was disabled at ")
			.endsWith(". By bob: its disk fails");
		assertThat(this.browser.texts("#then [data-of=then] li")).containsExactly("web-6", "web-7");
		new BoardPictures(this.browser).check("history", "");
		zoom();
	}

	private void zoom() {
		this.browser.run("document.getElementById('zoom').focus()");
		this.browser.run("document.getElementById('zoom').click()");
		soon(() -> assertThat(this.browser.text("#line-title")).startsWith("An hour from "));
		assertThat(this.browser.<String>run("return document.getElementById('zoom').ariaPressed")).isEqualTo("true");
		soon(() -> assertThat(marks()).doesNotContain("died", "this application stopped").contains("left"));
		this.browser.run("document.getElementById('zoom').click()");
		soon(() -> assertThat(this.browser.text("#line-title")).startsWith("History since "));
		assertThat(this.browser.traffic().requests()).anyMatch((url) -> url.matches(".*/timeline\\?from=.*&to=.*"));
	}

	/** Writes what a former process noted, from eight hours ago to an hour ago. */
	private Path history() throws IOException {
		Instant begin = Instant.now().minus(Duration.ofHours(8));
		StringBuilder lines = new StringBuilder(
				"{\"history\":\"servicegroup.board\",\"version\":1,\"group\":\"web\"}\n");
		for (int i = 5; i <= 9; i++) {
			lines.append(line("JOINED", "web-" + i, begin, 1, ""));
		}
		lines.append(line("DIED", "web-9", begin.plus(Duration.ofHours(1)), -1, ""));
		lines.append(line("FORCED_DOWN", "web-8", begin.plus(Duration.ofHours(2)), -1, ",\"operator\":\"ann\""));
		lines.append(line("DISABLED", "web-7", begin.plus(Duration.ofHours(3)), 0,
				",\"operator\":\"bob\",\"reason\":\"its disk fails\""));
		lines.append(line("LEFT", "web-5", begin.plus(Duration.ofMinutes(230)), -1, ""));
		lines.append(line("ENABLED", "web-7", begin.plus(Duration.ofHours(6)), 0, ",\"operator\":\"bob\""));
		lines.append("{\"alive\":\"" + begin.plus(Duration.ofHours(7)) + "\"}\n");
		return Files.writeString(this.files.resolve("board.history"), lines);
	}

	private static String line(String kind, String member, Instant at, int change, String more) {
		boolean act = !more.isEmpty();
		return "{\"number\":1,\"kind\":\"" + kind + "\",\"member\":\"" + member + "\",\"at\":\"" + at
				+ "\",\"cause\":\"" + (act ? "OPERATOR" : "REGISTRATION") + "\"" + more + ",\"change\":" + change
				+ "}\n";
	}

	/** Returns the marks of the legend. */
	private List<String> marks() {
		return this.browser.run("return [...document.querySelectorAll('#legend li')]"
				+ ".map((mark) => mark.lastChild.textContent.replace(/ ×.*/, ''))");
	}

	private Map<String, String> levels() {
		return this.browser.run("return Object.fromEntries([...document.querySelectorAll('#legend li')]"
				+ ".map((mark) => [mark.lastChild.textContent.replace(/ ×.*/, ''), mark.dataset.level]))");
	}

	private static void soon(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

}
