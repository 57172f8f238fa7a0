package io.servicegroup.sample;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A group of 1,000 members: what the page costs, and that it stays usable. Times are not
 * asserted here: {@code ./board} measures them.
 */
@Timeout(240)
class BoardSizeIT {

	private static final int MEMBERS = 1000;

	private static final String ROWS = "#members > li:not([inert])";

	/** Counts the changes after which no row is in the document. */
	private static final String WATCH = """
			window.empty = 0;
			new MutationObserver(() => { window.empty += document.querySelector('#members > li:not([inert])') ? 0 : 1; })
				.observe(document.getElementById('members'), { childList: true });""";

	private static final String TRANSITIONS = """
			return document.getAnimations().filter((each) => each instanceof CSSTransition).length;""";

	@Test
	void aLargeGroupCostsLittleAndStaysUsable() throws Exception {
		try (LargeGroup group = LargeGroup.live(MEMBERS); Browser browser = new Browser()) {
			browser.open(group.url());
			awaitText(browser, "#count", "" + (MEMBERS + 1));
			assertThat(browser.<Long>run("return document.querySelectorAll('*').length")).as("elements")
				.isLessThan(2000);
			find(group, browser);
			new BoardPictures(browser).check("1000-members", "");
			set(browser, "by", "");
			oneChangeASecondIsSmall(group, browser);
			assertThat(browser.console()).isEmpty();
			assertThat(browser.traffic().foreign(group.url())).isEmpty();
		}
	}

	private void oneChangeASecondIsSmall(LargeGroup group, Browser browser) throws Exception {
		group.changeEachSecond(2);
		browser.traffic();
		double seconds = group.changeEachSecond(10);
		Traffic traffic = browser.traffic();
		assertThat(traffic.requests()).as("neither the list nor the time line is loaded again").isEmpty();
		assertThat(traffic.sum() / seconds).as("bytes a second").isGreaterThan(100).isLessThan(1000);
		awaitText(browser, "#count", "" + (MEMBERS + 1));
		assertThat(browser.<Long>run("return document.querySelectorAll('*').length")).as("elements").isLessThan(2500);
	}

	/**
	 * By state, by capability, and in groups. Rows are drawn as they scroll into view.
	 */
	private void find(LargeGroup group, Browser browser) {
		set(browser, "search", "zone=eu-b web-0000");
		awaitText(browser, "#count", "3 of " + (MEMBERS + 1));
		set(browser, "search", "");
		group.viewer().setSwitch("web-00500", "disable", "its disk fails");
		set(browser, "state", "unwell");
		soon(() -> assertThat(browser.texts(ROWS + " .id")).containsExactly("web-00500"));
		set(browser, "state", "all");
		set(browser, "by", "zone");
		// 500 modulo 3: the zone of the disabled member comes first.
		soon(() -> assertThat(browser.texts(ROWS + ":first-child .value")).containsExactly("eu-c"));
		assertThat(browser.texts(ROWS + ":first-child .sum")).containsExactly("333 up");
		assertThat(browser.texts(ROWS + ":first-child .trouble")).containsExactly("1 not well");
		assertThat(browser.texts(ROWS + ":nth-child(2) .id")).containsExactly("web-00500");
		browser.run("document.querySelector('.part button').click()");
		soon(() -> assertThat(browser.texts(ROWS + ":nth-child(2) .value")).containsExactly("eu-a"));
		soon(() -> assertThat(browser.<Long>run(TRANSITIONS)).isZero());
		browser.run(WATCH);
		browser.run("scrollTo(0, document.documentElement.scrollHeight)");
		soon(() -> assertThat(browser.texts(ROWS + " .id")).hasSizeBetween(5, 60).endsWith("viewer"));
		soon(() -> assertThat(
				browser.<String>run("return document.querySelector('#members > li:last-child')?.ariaSetSize ?? ''"))
			.isEqualTo("" + (MEMBERS + 1 - 333 + 4)));
		browser.run("scrollTo(0, 0)");
		soon(() -> assertThat(browser.texts(ROWS + ":first-child .value")).containsExactly("eu-c"));
		assertThat(browser.<Long>run("return window.empty")).as("jumps that left no row").isZero();
		browser.run("document.querySelector('.part button').click()");
		soon(() -> assertThat(browser.texts(ROWS + ":nth-child(2) .id")).isEqualTo(List.of("web-00500")));
	}

	private static void set(Browser browser, String field, String value) {
		browser.run("""
				const field = document.getElementById(arguments[0]);
				field.value = arguments[1];
				field.dispatchEvent(new Event('input'));
				field.dispatchEvent(new Event('change'));""", field, value);
	}

	private static void awaitText(Browser browser, String selector, String text) {
		soon(() -> assertThat(browser.text(selector)).isEqualTo(text));
	}

	private static void soon(org.awaitility.core.ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

}
