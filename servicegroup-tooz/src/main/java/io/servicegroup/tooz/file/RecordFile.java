package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.SerializationException;

/**
 * Reads a file that other processes may have written. It refuses files above a size
 * limit, and everything but regular files, because reading those may block forever.
 */
final class RecordFile {

	static final int LARGEST = 4 << 20;

	private static final byte[] NOTHING = {};

	private RecordFile() {
	}

	static byte[] read(Path file) throws IOException {
		return read(file, FileStatus.of(file).isRegularFile());
	}

	/**
	 * Reads a file.
	 * @param regular whether it was just seen as a regular file
	 */
	static byte[] read(Path file, boolean regular) throws IOException {
		if (!regular) {
			throw new SerializationException("Not a regular file", null);
		}
		try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			byte[] content = in.readNBytes(LARGEST + 1);
			if (content.length > LARGEST) {
				throw new SerializationException("Longer than " + LARGEST + " bytes", null);
			}
			return content;
		}
	}

	/**
	 * Reads a file. Returns an empty array, which is not a valid record, if the file is
	 * refused.
	 */
	static byte[] readOrNothing(Path file) throws IOException {
		try {
			return read(file);
		}
		catch (SerializationException ex) {
			return NOTHING;
		}
	}

	/** Throws if a record is too large to be read back. */
	static void checkSize(byte[] content) {
		if (content.length > LARGEST) {
			throw new CoordinationException("Capabilities are too large: the member's file would have " + content.length
					+ " bytes, and the limit is " + LARGEST + ". Store large data elsewhere", null);
		}
	}

}
