package io.servicegroup.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The documentation page with the figures.
 */
final class ReliabilityPage {

	private static final Path PAGE = Path.of("../docs/reliability.md");

	private ReliabilityPage() {
	}

	/** Replaces the text between the two markers of a name. */
	static synchronized void write(String name, String text) {
		try {
			String page = Files.readString(PAGE);
			String open = "<!-- " + name + " -->\n";
			int begin = page.indexOf(open) + open.length();
			int end = page.indexOf("<!-- /" + name + " -->", begin);
			if (begin < open.length() || end < 0) {
				throw new IllegalStateException(PAGE + " does not contain the markers of " + name);
			}
			Files.writeString(PAGE, page.substring(0, begin) + text + page.substring(end));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
