package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes by a new file and a rename, so that nobody reads half a record; with the usual
 * rights, not only this user's.
 */
final class AtomicFile {

	private AtomicFile() {
	}

	static void write(Path temporaryDirectory, Path file, byte[] content) throws IOException {
		Path temporary = Files.write(temporaryDirectory.resolve(UUID.randomUUID() + "tooz"), content);
		try {
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

}
