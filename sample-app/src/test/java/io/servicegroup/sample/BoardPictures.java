package io.servicegroup.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at the board as different users do, checks it with axe-core, and takes the
 * pictures of the documentation. The tests write them, in all looks, to
 * {@code target/board}; {@code ./board --pictures} writes them to {@code docs/images}.
 */
final class BoardPictures {

	private static final String DOCUMENTATION = System.getProperty("board.pictures");

	private static final Path DIRECTORY = Path.of((DOCUMENTATION != null) ? DOCUMENTATION : "target/board");

	private static final int MAX_BYTES = 150_000;

	private static final List<Look> LOOKS = List.of(new Look("", 1280, 900, Map.of()),
			new Look("-dark", 1280, 900, Map.of("prefers-color-scheme", "dark")),
			new Look("-phone", 390, 844, Map.of()),
			new Look("-phone-dark", 390, 844, Map.of("prefers-color-scheme", "dark")),
			new Look("-forced-colors", 1280, 900, Map.of("forced-colors", "active", "prefers-color-scheme", "dark")));

	/** Returns the texts that cover each other, as far as they can be seen. */
	private static final String COVERED = """
			const clip = (box, { left, top, right, bottom }) => ({ text: box.text, left: Math.max(box.left, left),
				top: Math.max(box.top, top), right: Math.min(box.right, right), bottom: Math.min(box.bottom, bottom) });
			const boxes = [];
			const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			while (texts.nextNode()) {
				const { currentNode: node } = texts;
				const owner = node.parentElement;
				if (!node.data.trim() || owner.closest('.unseen, .jump, dialog, [inert], option') || getComputedStyle(owner).visibility === 'hidden') {
					continue;
				}
				const range = document.createRange();
				range.selectNodeContents(node);
				for (const { left, top, right, bottom } of range.getClientRects()) {
					let box = { text: node.data.trim(), left, top, right, bottom };
					for (let around = owner; around; around = around.parentElement) {
						if (getComputedStyle(around).overflowY !== 'visible' && around !== document.body && around !== document.documentElement) {
							box = clip(box, around.getBoundingClientRect());
						}
					}
					boxes.push(box);
				}
			}
			const cover = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
			return boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => cover(a, b)).map((b) => `${a.text} / ${b.text}`));""";

	private final Browser browser;

	BoardPictures(Browser browser) {
		this.browser = browser;
	}

	/**
	 * Checks the page in each look, and takes pictures.
	 * @param name the state's name
	 * @param kept the looks of which the documentation has a picture
	 */
	void check(String name, String... kept) throws IOException {
		this.browser.run("document.activeElement.blur(); scrollTo(0, 0);");
		for (Look look : LOOKS) {
			// Motion is reduced: a color in between would be another contrast.
			Map<String, String> features = new HashMap<>(look.features);
			features.put("prefers-reduced-motion", "reduce");
			this.browser.view(look.width, look.height, features);
			assertThat(this.browser.violations()).as("axe-core: " + name + look.suffix).isEmpty();
			assertThat(this.browser.<Boolean>run("return document.documentElement.scrollWidth <= innerWidth"))
				.as("%s%s fits the width", name, look.suffix)
				.isTrue();
			assertThat(this.browser.<List<String>>run(COVERED)).as("%s%s: texts cover each other", name, look.suffix)
				.isEmpty();
			assertThat(this.browser.<List<String>>run("""
					return [...document.body.querySelectorAll('[hidden]')]
						.filter((one) => one.getClientRects().length > 0).map((one) => one.outerHTML)"""))
				.as("%s%s: what is hidden takes no space", name, look.suffix)
				.isEmpty();
			if (DOCUMENTATION == null || List.of(kept).contains(look.suffix)) {
				save(name + look.suffix);
			}
		}
		this.browser.view(1280, 900, Map.of());
	}

	private void save(String name) throws IOException {
		// The plots are drawn with the next frame.
		this.browser.runAsync("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))");
		byte[] image = this.browser.screenshot();
		assertThat(image).as(name).hasSizeLessThan(MAX_BYTES);
		Files.createDirectories(DIRECTORY);
		Files.write(DIRECTORY.resolve("board-" + name + ".png"), image);
	}

	private record Look(String suffix, int width, int height, Map<String, String> features) {
	}

}
