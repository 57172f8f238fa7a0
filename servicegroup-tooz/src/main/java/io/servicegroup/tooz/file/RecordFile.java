package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.SerializationException;

/**
 * Reads a file that anybody may have put there: not what is no plain file, where reading
 * may never end, and no more than a limit.
 */
final class RecordFile {

	static final int LARGEST = 4 << 20;

	private static final byte[] NOTHING = {};

	private RecordFile() {
	}

	static byte[] read(Path file) throws IOException {
		if (!FileStatus.of(file).isRegularFile()) {
			throw new SerializationException("Not a file", null);
		}
		try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			byte[] content = in.readNBytes(LARGEST + 1);
			if (content.length > LARGEST) {
				throw new SerializationException("Longer than " + LARGEST + " bytes", null);
			}
			return content;
		}
	}

	/** Nothing is no record. */
	static byte[] readOrNothing(Path file) throws IOException {
		try {
			return read(file);
		}
		catch (SerializationException ex) {
			return NOTHING;
		}
	}

	/** Nobody would read it. */
	static void checkSize(byte[] content) {
		if (content.length > LARGEST) {
			throw new CoordinationException("The capabilities make a file of " + content.length + " bytes, but "
					+ LARGEST + " is the limit: put them elsewhere", null);
		}
	}

}
