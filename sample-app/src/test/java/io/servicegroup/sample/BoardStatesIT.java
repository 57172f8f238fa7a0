package io.servicegroup.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.servicegroup.tck.servers.RedisServer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Brings a group on Redis into each state, and checks what the page says of it: in the
 * words, for assistive technology, in light, dark and on a phone.
 */
@Timeout(240)
class BoardStatesIT {

	private static final String ABSENT = "#absent > li:not([inert])";

	private Browser browser;

	private BoardPictures pictures;

	private RedisServer server;

	private SampleProcess viewer;

	private Fleet fleet;

	@BeforeEach
	void openPage() throws IOException {
		this.server = new RedisServer();
		this.viewer = SampleProcess
			.start(this.server.url("timeout=4"), "web-1", 0, "--servicegroup.capabilities.zone=a",
					"--servicegroup.capabilities.version=1.4.2")
			.awaitStarted();
		this.fleet = new Fleet(this.server.url("timeout=4"), 500);
		for (int i = 2; i <= 6; i++) {
			this.fleet.join("web-" + i, Map.of("zone", (i % 2 == 0) ? "b" : "a", "version", "1.4." + i / 3, "host",
					"10.0.0." + i, "port", 8080));
		}
		this.browser = new Browser();
		this.pictures = new BoardPictures(this.browser);
		this.browser.open(this.viewer.url());
		soon().untilAsserted(() -> assertThat(this.browser.text("#count")).isEqualTo("6"));
	}

	@AfterEach
	void close() throws IOException {
		this.browser.close();
		this.fleet.close();
		this.viewer.close();
		this.server.close();
	}

	@Test
	void everyStateIsClearAndAccessible() throws IOException {
		awaitHeadline("All is well");
		this.pictures.check("well", "", "-dark", "-phone");
		operatorsAct();
		aMemberDies();
		aMomentIsShown();
		assertThat(this.browser.console()).isEmpty();
		theStoreIsUnavailable();
		// The list is empty and right again: the store came back without data.
		assertThat(this.browser.console()).isEmpty();
		Traffic traffic = this.browser.traffic();
		assertThat(traffic.requests()).contains(this.viewer.url());
		assertThat(traffic.foreign(this.viewer.url())).as("other origins").isEmpty();
		manyMembersDie();
		theApplicationIsUnavailable();
	}

	private void operatorsAct() throws IOException {
		this.viewer.setSwitch("web-3", "disable", "its disk fails");
		this.viewer.setSwitch("web-4", "force-down", "");
		awaitHeadline("web-4 is forced down; web-3 is disabled");
		assertThat(this.browser.texts("#troubles li")).element(0)
			.asString()
			.matches(timed("web-4 was forced down by an operator at TIME, no reason given"));
		assertThat(this.browser.texts("#troubles li")).element(1)
			.asString()
			.matches(timed("web-3 was disabled by an operator at TIME: its disk fails"));
		assertThat(this.browser.<String>run("return document.title"))
			.contains("web-4 was forced down", "web-3 was disabled")
			.endsWith(": its disk fails · web");
		assertThat(this.browser.text("#counts")).isEqualTo("5 up (1 disabled), 1 forced down");
		awaitText(ABSENT + " .cause", "was forced down by an operator");
		awaitText("#members > li:first-child .cause", "was disabled by an operator");
		assertThat(this.browser.text("#members > li:first-child .reason")).isEqualTo("its disk fails");
		assertThat(this.browser.texts(ABSENT + " .capabilities div")).as("where it ran")
			.contains("zoneb", "version1.4.1", "host10.0.0.4");
		assertOneColor("amber", ABSENT, "#members > li:first-child", "#events > li:first-child",
				"#events > li:nth-child(2)");
		this.pictures.check("switches", "");
		this.viewer.setSwitch("web-4", "clear-forced-down", "");
		this.viewer.setSwitch("web-3", "enable", "");
		awaitHeadline("All is well");
	}

	private void aMemberDies() throws IOException {
		this.fleet.die("web-5");
		soon().untilAsserted(() -> assertThat(this.browser.texts(ABSENT + " .id")).containsExactly("web-5"));
		awaitHeadline("web-5 died at TIME: its heartbeats ended");
		awaitText("#events > li:first-child .row", "died");
		assertOneColor("amber", "body", ABSENT, "#events > li:first-child");
		assertThat(this.browser.texts(ABSENT + " .capabilities div")).as("where it ran")
			.contains("zonea", "version1.4.1", "host10.0.0.5");
		assertThat(this.browser.texts("#note, #counts, #sentence, #troubles")).as("said elsewhere")
			.noneMatch((text) -> text.contains("web-5") || text.contains("died"));
		this.pictures.check("death", "");
	}

	private void aMomentIsShown() throws IOException {
		this.browser.run("""
				const slider = document.getElementById('moment');
				slider.value = 500;
				slider.dispatchEvent(new Event('input'));""");
		soon().untilAsserted(() -> assertThat(this.browser.texts("#then [data-of=then] li")).contains("web-5"));
		assertThat(this.browser.texts("#then [data-of=gone] li")).containsExactly("web-5");
		this.pictures.check("moment", "");
		this.browser.run("document.getElementById('now').click()");
		assertThat(this.browser.<Boolean>run("return document.getElementById('then').hidden")).isTrue();
	}

	private void theStoreIsUnavailable() throws IOException {
		this.server.stop();
		awaitHeadline("Backend unavailable since TIME");
		assertThat(this.browser.text("#sentence")).startsWith("web-1 cannot read the group from redis: ");
		assertThat(this.browser.text("#note")).contains("is unavailable: Redis at 127.0.0.1");
		assertNothingLooksLive("5 were up at TIME");
		assertOneColor("red", "body");
		soon().untilAsserted(() -> assertThat(this.browser.texts("#events > li[data-level=red] .what"))
			.containsExactly("The backend became unavailable"));
		soon().untilAsserted(() -> assertThat(this.browser.text("#health")).isEqualTo("Down"));
		assertThat(this.browser.texts("#members .id")).as("as of the last reading").contains("web-1", "web-6");
		this.pictures.check("store-unavailable", "");
		this.server.start();
		soon().untilAsserted(() -> assertThat(this.browser.<String>run("return document.body.dataset.state"))
			.isNotEqualTo("unavailable"));
		soon().untilAsserted(() -> assertThat(this.browser.text("#count")).isEqualTo("5"));
		awaitText("#events .what", "The backend is available again");
	}

	private void manyMembersDie() throws IOException {
		for (String id : List.of("web-2", "web-3", "web-4")) {
			this.fleet.die(id);
		}
		soon().untilAsserted(() -> assertThat(this.browser.text("#headline")).matches(
				"4 of 6 members died between [0-9:]{8} and [0-9:]{8}: web-5(, web-[234]){3} \\(their heartbeats ended\\)"));
		assertOneColor("red", "body", ABSENT, "#events > li:first-child");
		assertThat(this.browser.text("#counts")).isEqualTo("2 up");
		this.pictures.check("deaths", "");
	}

	private void theApplicationIsUnavailable() throws IOException {
		this.viewer.process().kill();
		awaitHeadline("Application web-1 unavailable since TIME");
		assertThat(this.browser.text("#sentence"))
			.matches(timed("Everything below is as of TIME. web-1 serves this page and does not respond; "
					+ "the page retries every second."));
		assertNothingLooksLive("2 were up at TIME");
		assertThat(this.browser.texts(".leader:not([hidden])")).containsExactly("was leader");
		assertThat(this.browser.text("#heartbeat")).matches(timed("at TIME"));
		assertThat(this.browser.text("#events-count")).matches(timed("until TIME"));
		this.pictures.check("application-unavailable", "");
	}

	/** The headline, the rows, the events and the marks have one scale. */
	private void assertOneColor(String level, String... selectors) {
		for (String selector : selectors) {
			assertThat(this.browser.<String>run("return document.querySelector(arguments[0]).dataset.level", selector))
				.as(selector)
				.isEqualTo(level);
		}
	}

	private void assertNothingLooksLive(String counts) {
		assertThat(this.browser.text("#counts")).matches(timed(counts));
		assertThat(this.browser.text("#count")).matches(timed(counts));
		soon().untilAsserted(() -> assertThat(this.browser.texts(".members, .events")).as("ages")
			.noneMatch((text) -> text.matches("(?s).*( ago|just now|here for).*")));
		assertThat(this.browser
			.<List<String>>run("return [...document.querySelectorAll('#members > li')].map((row) => row.dataset.look)"))
			.containsOnly("unknown");
		assertThat(this.browser.<Long>run(
				"""
						return [...document.querySelectorAll('.leader svg')].filter((crown) => crown.getClientRects().length > 0).length"""))
			.as("crowns")
			.isZero();
	}

	private static String timed(String text) {
		return Pattern.quote(text).replace("TIME", "\\E[0-9:]{8}\\Q");
	}

	private void awaitHeadline(String headline) {
		soon().untilAsserted(() -> assertThat(this.browser.text("#headline")).matches(timed(headline)));
	}

	private void awaitText(String selector, String part) {
		soon().untilAsserted(() -> assertThat(this.browser.text(selector)).contains(part));
	}

	private static ConditionFactory soon() {
		return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

}
