package io.servicegroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages of the documentation.
 */
final class Pages {

	static final Path ROOT = Path.of("..");

	private Pages() {
	}

	/** Returns the README and the pages in docs, by their paths. */
	static Map<String, String> all() {
		Map<String, String> pages = new TreeMap<>();
		Stream.of(ROOT, ROOT.resolve("docs")).forEach((directory) -> {
			try (Stream<Path> files = Files.list(directory)) {
				files.filter((file) -> file.toString().endsWith(".md"))
					.forEach((file) -> pages.put(ROOT.relativize(file).toString(), read(file)));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		return pages;
	}

	/** Returns the pages in docs, by the names of their files. */
	static Map<String, String> docs() {
		Map<String, String> pages = new TreeMap<>();
		all().forEach((path, page) -> {
			if (path.startsWith("docs/")) {
				pages.put(path.substring("docs/".length()), page);
			}
		});
		return pages;
	}

	/** Returns the blocks of code of a page that have a language. */
	static List<String> blocks(String page, String language) {
		return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```")
			.matcher(page)
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	/** Returns a page without its blocks of code. */
	static String withoutCode(String page) {
		return page.replaceAll("(?ms)^```.*?^```$", "").replaceAll("(?m)^(?: {4}|\\t)(?![-*|]).*$", "");
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
