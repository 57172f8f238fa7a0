package io.servicegroup.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directories that servers keep their data in.
 */
final class Directories {

	private Directories() {
	}

	/** Deletes a directory, if it exists, with all that is in it. Follows no link. */
	static void delete(Path directory) throws IOException {
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

}
