package io.servicegroup.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.tck.servers.SharedDirectory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The board for users of a keyboard, of a screen reader, of reduced motion and of forced
 * colors, and for those who look elsewhere.
 */
@Timeout(120)
class BoardUsersIT {

	/** Names the element that has the focus, if the focus is visible. */
	private static final String FOCUS = """
			const focused = document.activeElement;
			const { outlineStyle, outlineWidth } = getComputedStyle(focused);
			const visible = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
			return `${focused.id || focused.ariaLabel || focused.className || focused.getAttribute('href') || focused.tagName}`
				+ (visible || focused === document.body ? '' : ' without visible focus');""";

	/** The tests stand for a user who grants what is asked for, and looks elsewhere. */
	private static final String NOTIFICATIONS = """
			window.asked = 0;
			window.notified = [];
			window.Notification = class {
				static permission = 'default';
				static async requestPermission() {
					window.asked++;
					return (this.permission = 'granted');
				}
				constructor(title) {
					window.notified.push(title);
				}
			};
			Object.defineProperty(document, 'hidden', { get: () => window.looksElsewhere === true });""";

	private SharedDirectory directory;

	private SampleProcess viewer;

	private Fleet fleet;

	private Browser browser;

	@BeforeEach
	void openPage() throws IOException {
		this.directory = new SharedDirectory();
		String url = this.directory.url("timeout=5");
		this.viewer = SampleProcess.start(url, "web-1", 0).awaitStarted();
		this.fleet = new Fleet(url, 1000);
		this.fleet.join("web-2", Map.of("zone", "a"));
		this.browser = new Browser();
		this.browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", NOTIFICATIONS));
		this.browser.open(this.viewer.url());
		soon(() -> assertThat(this.browser.text("#count")).isEqualTo("2"));
		soon(() -> assertThat(this.browser.text("#headline")).isEqualTo("All is well"));
	}

	@AfterEach
	void close() throws IOException {
		this.browser.close();
		this.fleet.close();
		this.viewer.close();
		this.directory.close();
	}

	@Test
	void everythingIsReachableByTheKeyboard() {
		List<String> reached = new ArrayList<>();
		do {
			this.browser.press(Keys.TAB);
			reached.add(this.browser.run(FOCUS));
		}
		while (!reached.get(reached.size() - 1).startsWith("actuator/") && reached.size() < 40);
		assertThat(reached).containsSubsequence("notify", "jump", "moment", "search", "state", "by", "Act on web-1",
				"Act on web-2", "card scroll");
		assertThat(reached).as("an hour is all that there is").doesNotContain("zoom");
		assertThat(reached).noneMatch((name) -> name.endsWith("without visible focus"));
		this.browser.run("document.querySelector('.jump').focus()");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.<String>run("return document.activeElement.id")).isEqualTo("events-title");
		this.browser.run("document.querySelector('[data-id=web-2] .act').focus()");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.<Boolean>run("return document.getElementById('acts').open")).isTrue();
		assertThat(this.browser.violations()).as("axe-core: the dialog").isEmpty();
		this.browser.press(Keys.ESCAPE);
		assertThat(this.browser.<Boolean>run("return document.getElementById('acts').open")).isFalse();
		assertThat(this.browser.<String>run(FOCUS)).isEqualTo("Act on web-2");
		this.browser.run("document.getElementById('moment').focus()");
		this.browser.press(Keys.HOME);
		soon(() -> assertThat(this.browser.text("#then-title")).endsWith("1 was up"));
		this.browser.press(Keys.END);
		soon(() -> assertThat(this.browser.text("#then-title")).endsWith("2 were up"));
		this.browser.run("document.getElementById('by').value = 'zone'");
		this.browser.run("document.getElementById('by').dispatchEvent(new Event('change'))");
		soon(() -> assertThat(this.browser.texts(".part .value")).containsExactly("a", "none"));
		this.browser.run("document.querySelector('.part button').focus()");
		this.browser.press(Keys.SPACE);
		soon(() -> assertThat(this.browser.texts("#members .row .id")).containsExactly("web-1"));
		assertThat(this.browser.<String>run("return document.activeElement.ariaExpanded")).isEqualTo("false");
	}

	@Test
	void aMemberIsLinkedWithItsActuator() {
		Map<String, Map<String, Object>> members = new TreeMap<>();
		members.put("web-3", Map.of("host", "10.0.0.3", "port", 8080, "management.port", 9090));
		members.put("web-4", Map.of("host", "fd00::4", "secure", true, "management",
				Map.of("port", 9090, "context-path", "/manage")));
		members.put("web-5", Map.of("management.url", "https://web-5.example/actuator"));
		members.put("web-6", Map.of("management.url", "javascript:alert(1)", "host", "10.0.0.6", "port", 8080));
		members.put("web-7", Map.of("host", "10.0.0.7", "management.port", "9090@other.example"));
		// Rows far below the window are not drawn.
		this.browser.view(1280, 2000, Map.of());
		members.forEach(this.fleet::join);
		soon(() -> assertThat(this.browser.texts("#members .id")).contains("web-7"));
		assertThat(links("web-2")).isEmpty();
		assertThat(links("web-3")).containsExactly("open http://10.0.0.3:8080/",
				"actuator http://10.0.0.3:9090/actuator");
		assertThat(links("web-4")).containsExactly("actuator https://[fd00::4]:9090/manage");
		assertThat(links("web-5")).containsExactly("actuator https://web-5.example/actuator");
		assertThat(links("web-6")).containsExactly("open http://10.0.0.6:8080/");
		assertThat(links("web-7")).isEmpty();
		assertThat(this.browser.violations()).isEmpty();
	}

	private List<String> links(String member) {
		return this.browser.run("""
				return [...document.querySelectorAll('#members > li')].filter((row) => row.dataset.id === arguments[0])
					.flatMap((row) => [...row.querySelectorAll('a:not([hidden])')])
					.map((link) => `${link.textContent} ${link.href}`);""", member);
	}

	@Test
	void aScreenReaderIsNotFlooded() {
		this.browser
			.run("""
					window.spoken = [];
					new MutationObserver(() => window.spoken.push(document.getElementById('news').textContent))
						.observe(document.getElementById('news'), { childList: true, characterData: true, subtree: true });""");
		for (int i = 0; i < 12; i++) {
			this.fleet.join("guest-" + i, Map.of());
		}
		soon(() -> assertThat(this.browser.text("#count")).isEqualTo("14"));
		soon(() -> assertThat(this.browser.texts("#events .id")).contains("guest-0", "guest-11"));
		soon(() -> assertThat(this.browser.<List<String>>run("return window.spoken")).isNotEmpty());
		assertThat(this.browser.<List<String>>run("return window.spoken")).hasSizeLessThanOrEqualTo(3);
		this.viewer.setSwitch("web-2", "disable", "its disk fails");
		// A turn of the state is spoken of at once, with its reason.
		soon(() -> assertThat(this.browser.text("#news")).contains("web-2 was disabled by an operator at ",
				": its disk fails. "));
	}

	@Test
	void motionIsReducedAndColorsAreForced() {
		soon(() -> assertThat(this.browser.<Number>run("return document.getAnimations().length").intValue())
			.isPositive());
		this.browser.view(1280, 900, Map.of("prefers-reduced-motion", "reduce"));
		soon(() -> assertThat(this.browser.<Number>run("return document.getAnimations().length").intValue()).isZero());
		this.browser.view(1280, 900, Map.of("forced-colors", "active", "prefers-color-scheme", "dark"));
		assertThat(this.browser.violations()).isEmpty();
		assertThat(this.browser
			.<String>run("return getComputedStyle(document.querySelector('.row .lamp')).forcedColorAdjust"))
			.as("its shape is drawn")
			.isEqualTo("none");
		assertThat(this.browser.<String>run("return getComputedStyle(document.querySelector('.self')).borderStyle"))
			.isEqualTo("solid");
	}

	@Test
	void redIsNotifiedIfTheUserAskedForIt() {
		this.browser.run("window.looksElsewhere = true");
		assertThat(this.browser.<Long>run("return window.asked")).as("not asked by itself").isZero();
		this.browser.run("document.getElementById('notify').click()");
		soon(() -> assertThat(this.browser.<Boolean>run("return document.getElementById('notify').hidden")).isTrue());
		assertThat(this.browser.<Long>run("return window.asked")).isOne();
		this.viewer.setSwitch("web-2", "disable", "its disk fails");
		soon(() -> assertThat(this.browser.text("#headline")).startsWith("web-2 was disabled by an operator at "));
		assertThat(this.browser.<List<String>>run("return window.notified")).as("amber").isEmpty();
		this.directory.stop();
		soon(() -> assertThat(this.browser.<List<String>>run("return window.notified")).singleElement()
			.asString()
			.matches("web: Backend unavailable since [0-9:]{8}"));
		this.directory.start();
		soon(() -> assertThat(this.browser.text("#headline")).doesNotStartWith("Backend unavailable"));
		assertThat(this.browser.<List<String>>run("return window.notified")).hasSize(1);
	}

	private static void soon(ThrowingRunnable assertion) {
		await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
	}

}
