package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;

import io.servicegroup.tooz.spi.AnnotationStore;

/**
 * Stores the annotations of groups in files. Reads need no lock, because the files are
 * replaced atomically. The files are not in the group's directory, because tooz does not
 * delete a directory with unknown files.
 */
final class FileAnnotations implements AnnotationStore {

	private final GroupDirectory directory;

	private final DirectoryLock lock;

	FileAnnotations(GroupDirectory directory, DirectoryLock lock) {
		this.directory = directory;
		this.lock = lock;
	}

	@Override
	public byte[] read(String group) {
		Path file = this.directory.switches(group);
		return this.lock.withoutLock(() -> {
			this.directory.trusted().check(this.directory.switches());
			try {
				return RecordFile.read(file);
			}
			catch (NoSuchFileException ex) {
				// A missing directory is an error, not a store without annotations.
				if (!Files.isDirectory(this.directory.root())) {
					throw new NotDirectoryException(this.directory.root().toString());
				}
				return NOTHING;
			}
		});
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		Path file = this.directory.switches(group);
		return this.lock.withLock(() -> {
			this.directory.trusted().check(this.directory.switches());
			boolean unchanged = Arrays.equals(was, readIfPresent(file));
			if (unchanged && now.length > 0) {
				this.directory.trusted().create(this.directory.switches());
				AtomicFile.write(this.directory, file, now);
			}
			else if (unchanged) {
				Files.deleteIfExists(file);
			}
			return unchanged;
		});
	}

	private static byte[] readIfPresent(Path file) throws IOException {
		try {
			return RecordFile.readOrNothing(file);
		}
		catch (NoSuchFileException ex) {
			return NOTHING;
		}
	}

}
