package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;

import io.servicegroup.tooz.spi.RefusedWrites;

/**
 * Finds out whether the file system takes writes: one that was remounted read-only, as
 * Linux does after an error, refuses heartbeats while it is still readable. The probe
 * writes as a heartbeat does, to a file of its own.
 */
final class WriteProbe {

	private final GroupDirectory directory;

	private final Path file;

	private final RefusedWrites refusedWrites;

	/** Whether this user has ever been able to write. */
	private volatile boolean writer;

	WriteProbe(GroupDirectory directory, Duration membershipTimeout) {
		this.directory = directory;
		this.file = directory.temporary().resolve("probe");
		this.refusedWrites = new RefusedWrites(membershipTimeout);
	}

	/** Records that this user could write. */
	void succeeded() {
		this.writer = true;
	}

	/**
	 * Throws if the file system refuses writes, or has done so recently. A user who may
	 * only read cannot know.
	 */
	void require() throws IOException {
		try {
			this.directory.trusted().provideLockFile(this.file);
			ModificationTimes.touch(this.file, (byte) 0);
			succeeded();
		}
		catch (AccessDeniedException ex) {
			if (!this.writer) {
				return;
			}
			this.refusedWrites.refused();
			throw ex;
		}
		catch (IOException ex) {
			this.refusedWrites.refused();
			throw ex;
		}
		this.refusedWrites.requireNone("The directory " + this.directory.root());
	}

}
