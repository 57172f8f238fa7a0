package io.servicegroup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the links of the documentation: each file and each heading that they name has to
 * exist.
 */
class DocumentationLinksTests {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");

	@Test
	void linksLeadSomewhere() {
		List<String> broken = new ArrayList<>();
		Pages.all().forEach((path, page) -> {
			Path file = Pages.ROOT.resolve(path);
			Matcher link = LINK.matcher(Pages.withoutCode(page).replaceAll("`[^`]*`", ""));
			while (link.find()) {
				if (!link.group(1).contains("://") && !exists(file, link.group(1))) {
					broken.add(path + ": " + link.group(1));
				}
			}
		});
		assertThat(broken).isEmpty();
	}

	private static boolean exists(Path from, String link) {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]);
		return Files.exists(target) && (parts.length == 1 || anchors(Pages.read(target)).contains(parts[1]));
	}

	/** Returns the anchors of the headings, as GitHub and MkDocs make them. */
	private static Set<String> anchors(String page) {
		Set<String> anchors = new TreeSet<>();
		HEADING.matcher(page.replaceAll("(?ms)^```.*?^```$", ""))
			.results()
			.forEach((heading) -> anchors.add(heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
				.strip()
				.replace(' ', '-')));
		return anchors;
	}

}
