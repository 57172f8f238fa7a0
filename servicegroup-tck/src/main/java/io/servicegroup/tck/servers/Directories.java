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
 * Deletes and copies the data directories of servers.
 */
public final class Directories {

	private Directories() {
	}

	/** Deletes a directory and its content, if it exists. Does not follow links. */
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

	/** Copies a directory and its content. */
	public static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> paths = Files.walk(from)) {
			for (Path path : (Iterable<Path>) paths::iterator) {
				Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

}
