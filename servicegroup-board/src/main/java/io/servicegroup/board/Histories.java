package io.servicegroup.board;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.DigestUtils;

/**
 * The files that keep the events of the groups that this application has joined: the
 * configured one for its own group, and one beside it for each other group.
 */
public final class Histories {

	private static final Logger logger = LoggerFactory.getLogger(Histories.class);

	private static final int MAX_NAME_LENGTH = 100;

	private final Path file;

	private final History own;

	private Histories(Path file, History own) {
		this.file = file;
		this.own = own;
	}

	/**
	 * Opens or creates the file of the application's own group.
	 * @param file the file; its directory exists
	 * @param group the id of the group
	 * @return the files
	 * @throws IOException if it cannot be read and written, is in use by another process,
	 * or is the file of something else
	 */
	public static Histories open(Path file, String group) throws IOException {
		return new Histories(file, History.open(file, group));
	}

	History own() {
		return this.own;
	}

	/**
	 * Opens or creates the file of another group. If it cannot be used, that is logged,
	 * and the group's events are kept in memory only.
	 */
	@Nullable History of(String group) {
		Path beside = beside(group);
		try {
			return History.open(beside, group);
		}
		catch (IOException ex) {
			logger.warn(
					"History of group '{}' cannot be kept in {}: its events are kept in memory only. "
							+ "Free the file or fix its rights, and restart the application. Cause: {}",
					group, beside, ex.toString());
			return null;
		}
	}

	/**
	 * Returns the file of another group. Its name has no dot, unlike that of a file that
	 * replaces one.
	 */
	Path beside(String group) {
		String name = URLEncoder.encode(group, StandardCharsets.UTF_8).replace(".", "%2E").replace("*", "%2A");
		if (name.length() > MAX_NAME_LENGTH) {
			name = DigestUtils.md5DigestAsHex(group.getBytes(StandardCharsets.UTF_8));
		}
		return this.file.resolveSibling(this.file.getFileName() + "-" + name);
	}

}
