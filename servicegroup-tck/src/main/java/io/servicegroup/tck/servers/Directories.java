package io.servicegroup.tck.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directories that servers keep their data in.
 */
public final class Directories {

	private Directories() {
	}

	/** Deletes a directory, if it exists, with all that is in it. Follows no link. */
	public static void delete(Path directory) throws IOException {
		List<Path> contents;
		try (Stream<Path> walk = Files.walk(directory)) {
			contents = walk.sorted(Comparator.reverseOrder()).toList();
		}
		catch (NoSuchFileException ex) {
			return;
		}
		for (Path path : contents) {
			Files.deleteIfExists(path);
		}
	}

	/** Copies a directory with all that it contains. */
	public static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> paths = Files.walk(from)) {
			for (Path path : (Iterable<Path>) paths::iterator) {
				Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

}
