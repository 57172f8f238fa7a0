package io.servicegroup.tooz.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Converts the name of a lock to a path in the directory, as tooz does. It refuses paths
 * outside the directory and reserved paths. tooz does not refuse reserved paths: there, a
 * lock in {@code groups} breaks the list of groups.
 */
final class LockNames {

	private static final Set<String> RESERVED = Set.of("groups", "tmp", "leaders", "switches", ".driver_lock");

	private static final int LONGEST = 255;

	/**
	 * Linux allows 4,095 bytes in a path; the rest is for the directory.
	 */
	private static final int LONGEST_PATH = 3000;

	private LockNames() {
	}

	static Path path(String name) {
		Path path = parse(name);
		if (path.isAbsolute() || path.startsWith("..") || path.toString().isEmpty()) {
			throw new InvalidToozUrlException("The lock id '" + name + "' names no file in the directory.",
					"Use a relative path inside the directory, such as jobs/nightly.");
		}
		if (RESERVED.contains(path.getName(0).toString())) {
			throw new InvalidToozUrlException(
					"The lock id '" + name + "' is reserved: " + path.getName(0) + " is used by the backend.",
					"Use another name, such as lock-" + name + ".");
		}
		path.forEach((part) -> checkLength(part, LONGEST, " between two slashes"));
		checkLength(path, LONGEST_PATH, "");
		return path;
	}

	private static Path parse(String name) {
		try {
			return Path.of(name).normalize();
		}
		catch (InvalidPathException ex) {
			throw new InvalidToozUrlException(
					"The lock id '" + name + "' cannot be a file's name: " + ex.getReason() + ".",
					"Use letters, digits, - and _.");
		}
	}

	private static void checkLength(Path path, int longest, String where) {
		if (path.toString().getBytes(StandardCharsets.UTF_8).length > longest) {
			throw new InvalidToozUrlException("The lock id '" + path + "' is too long for a file's name.",
					"Use at most " + longest + " bytes" + where + ".");
		}
	}

}
