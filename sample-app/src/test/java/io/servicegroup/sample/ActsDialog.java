package io.servicegroup.sample;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The dialog of the page in which operators act.
 */
final class ActsDialog {

	private final Browser browser;

	ActsDialog(Browser browser) {
		this.browser = browser;
	}

	/** Opens it for a member, and chooses an action. */
	void choose(String member, String action) {
		this.browser.run(
				"""
						[...document.querySelectorAll('li[data-id]')].find((row) => row.dataset.id === arguments[0] && !row.inert)
							.querySelector('.act').click();
						document.querySelector(`#acts [value="${arguments[1]}"]`).click();""",
				member, action);
	}

	void type(String field, String text) {
		this.browser.run("""
				const input = document.querySelector(`#acts [name="${arguments[0]}"]`);
				input.value = arguments[1];
				input.dispatchEvent(new Event('input', { bubbles: true }));""", field, text);
	}

	boolean canSubmit() {
		return this.browser.<Boolean>run("return !document.querySelector('[name=do]').disabled");
	}

	void submit() {
		this.browser.run("document.querySelector('[name=do]').click()");
	}

	/** Submits it, and waits until it has closed: the application has done it. */
	void perform() {
		submit();
		await().atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(() -> assertThat(this.browser.<Boolean>run("return document.getElementById('acts').open"))
				.isFalse());
	}

	/** Returns what it says of a request that was refused. */
	String answer() {
		return this.browser.text("#acts output");
	}

}
