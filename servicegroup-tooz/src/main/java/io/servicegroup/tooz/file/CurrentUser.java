package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Returns the numeric user id of this process, as the kernel reports it. The system
 * property {@code user.name} is missing or wrong in some containers.
 */
final class CurrentUser {

	static final int ROOT = 0;

	/** Whether the files of this machine have owners. */
	static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

	private static final Path STATUS = Path.of("/proc/self/status");

	/** The index of the file system user id, which decides about access to files. */
	private static final int FILE_SYSTEM_ID = 4;

	private CurrentUser() {
	}

	static int id() {
		return Holder.ID;
	}

	private static int read() throws IOException {
		if (!UNIX) {
			return ROOT;
		}
		if (Files.isReadable(STATUS)) {
			for (String line : Files.readAllLines(STATUS)) {
				if (line.startsWith("Uid:")) {
					return Integer.parseUnsignedInt(line.split("\\s+", -1)[FILE_SYSTEM_ID]);
				}
			}
		}
		Path file = Files.createTempFile("servicegroup-", null);
		try {
			return (Integer) Files.getAttribute(file, "unix:uid");
		}
		finally {
			Files.delete(file);
		}
	}

	private static final class Holder {

		static final int ID;

		static {
			try {
				ID = read();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
