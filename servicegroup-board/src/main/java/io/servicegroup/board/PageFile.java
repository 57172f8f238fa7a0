package io.servicegroup.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.util.DigestUtils;

/**
 * A file of the page. The files are not in a directory of static resources, as Spring
 * Boot would serve them in applications that have no board, too.
 *
 * @param type the content type
 * @param etag the entity tag
 * @param content the content
 */
record PageFile(String type, String etag, byte[] content) {

	/**
	 * Allows the browser to load this application's own files only. The capabilities of
	 * members are untrusted. The page never interprets them as markup; these headers are
	 * a second line of defense.
	 */
	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
			+ "require-trusted-types-for 'script'";

	private static final List<String> NAMES = List.of("index.html", "app.css", "state.css", "lists.css", "rows.css",
			"line.css", "app.js", "verdict.js", "words.js", "draw.js", "list.js", "acts.js", "timeline.js", "plot.js");

	/** The name of the stream of events. */
	static final String STREAM = "stream";

	/** The name of the parameter with the id of a group. */
	static final String GROUP = "group";

	/** The name of the resource that has the token against cross-site requests. */
	static final String CSRF = "csrf";

	/** The names of the resources of the time line. */
	static final String TIME_LINE = "timeline";

	static final String UP_AT = "up-at";

	/** Of the page and its files. The browser always checks for a newer version. */
	static final Map<String, String> HEADERS = Map.of("Content-Security-Policy", POLICY, "X-Content-Type-Options",
			"nosniff", "Referrer-Policy", "no-referrer", HttpHeaders.CACHE_CONTROL, "no-cache");

	static final Map<String, String> STREAM_HEADERS = Map.of(HttpHeaders.CACHE_CONTROL, "no-store", "X-Accel-Buffering",
			"no", "X-Content-Type-Options", "nosniff");

	/** Returns whether it is the page itself. */
	boolean isPage() {
		return this.type.startsWith("text/html");
	}

	/** Returns the files by their paths; the page itself is an empty path. */
	static Map<String, PageFile> all() {
		Map<String, PageFile> files = new LinkedHashMap<>();
		NAMES.forEach((name) -> files.put(name.equals("index.html") ? "" : name, of(name)));
		return files;
	}

	private static PageFile of(String name) {
		try (InputStream file = PageFile.class.getResourceAsStream(name)) {
			if (file == null) {
				throw new IllegalStateException("The file " + name + " of the board is missing in the jar");
			}
			byte[] content = file.readAllBytes();
			return new PageFile(type(name), "\"" + DigestUtils.md5DigestAsHex(content) + "\"", content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String type(String name) {
		String extension = name.substring(name.lastIndexOf('.') + 1);
		return "text/" + (extension.equals("js") ? "javascript" : extension) + ";charset=UTF-8";
	}

}
