package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a record to a temporary file and renames it. So no reader sees a partial record,
 * and a link at the target path is replaced instead of followed.
 */
final class AtomicFile {

	private AtomicFile() {
	}

	static void write(GroupDirectory directory, Path file, byte[] content) throws IOException {
		Path temporary = directory.temporary().resolve(UUID.randomUUID() + "tooz");
		directory.trusted().createFile(temporary);
		try {
			Files.write(temporary, content, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
			move(temporary, file);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static void move(Path temporary, Path file) throws IOException {
		try {
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

}
