package io.servicegroup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the documentation is easy to read: short sentences, and no words that
 * readers do not search for.
 */
class DocumentationStyleTests {

	private static final int MAX_MEDIAN = 18;

	private static final int MAX_WORDS = 45;

	private static final Pattern PRIVATE_WORDS = Pattern
		.compile("(?i)\\b(lest|anew|namesake|whosever|vouch(es|ed)?|lay down|laid down|(is|are) away|is told|are told|"
				+ "nobody stands|stands? in (a|the|both) group|mend(s|ed)?|moving house|(old|new) place)\\b");

	@Test
	void theMedianSentenceOfEachPageIsShort() {
		Map<String, Integer> medians = new TreeMap<>();
		List<Integer> all = new ArrayList<>();
		Pages.all().forEach((path, page) -> {
			List<Integer> lengths = sentences(page).stream().map(DocumentationStyleTests::words).sorted().toList();
			all.addAll(lengths);
			if (!lengths.isEmpty()) {
				medians.put(path, lengths.get(lengths.size() / 2));
			}
		});
		Collections.sort(all);
		assertThat(all.get(all.size() / 2)).isLessThanOrEqualTo(MAX_MEDIAN);
		medians.values().removeIf((median) -> median <= MAX_MEDIAN);
		medians.remove("CHANGELOG.md");
		assertThat(medians).isEmpty();
	}

	@Test
	void noSentenceIsVeryLong() {
		List<String> found = new ArrayList<>();
		Pages.docs()
			.forEach((name, page) -> sentences(page).stream()
				.filter((sentence) -> words(sentence) > MAX_WORDS && !Character.isDigit(sentence.charAt(0)))
				.forEach((sentence) -> found.add(name + ": " + sentence)));
		assertThat(found).isEmpty();
	}

	@Test
	void wordsAreThoseThatReadersKnow() {
		List<String> found = new ArrayList<>();
		Pages.docs()
			.forEach((name, page) -> PRIVATE_WORDS.matcher(Pages.withoutCode(page).replaceAll("`[^`]*`", ""))
				.results()
				.forEach((word) -> found.add(name + ": " + word.group())));
		assertThat(found).isEmpty();
	}

	/** Returns the sentences of paragraphs and lists; tables and code do not count. */
	private static List<String> sentences(String page) {
		String text = Pages.withoutCode(page)
			.replaceAll("(?m)^(\\||#|<!--|!\\[).*$", "\n")
			.replaceAll("(?ms)^Helpers: .*?(\n\n|\\z)", "\n\n")
			.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
			.replaceAll("`[^`]*`", "code")
			.replaceAll("(?m)^\\s*([-*]|\\d+\\.) ", "\n\n");
		List<String> sentences = new ArrayList<>();
		for (String paragraph : text.split("\\n\\s*\\n")) {
			for (String sentence : paragraph.replaceAll("\\s+", " ").split("(?<=[.!?:])\\**\\s+")) {
				if (words(sentence) > 2) {
					sentences.add(sentence.strip());
				}
			}
		}
		return sentences;
	}

	private static int words(String sentence) {
		return (int) Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’-]*").matcher(sentence).results().count();
	}

}
