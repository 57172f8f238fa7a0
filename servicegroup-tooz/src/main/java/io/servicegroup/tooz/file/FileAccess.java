package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

import io.servicegroup.tooz.StoreUnavailableException;

/**
 * What is done with a lock's file.
 */
interface FileAccess<T> {

	T run() throws IOException;

	/**
	 * Does it to the end, also on a thread that is interrupted, whose channels the JDK
	 * closes: it does not wait, so there is nothing to end.
	 * @throws StoreUnavailableException if it fails
	 */
	static <T> T to(GroupDirectory directory, Path path, FileAccess<T> access) {
		boolean interrupted = false;
		try {
			while (true) {
				interrupted |= Thread.interrupted();
				try {
					return access.run();
				}
				catch (ClosedByInterruptException ex) {
					interrupted = true;
				}
			}
		}
		catch (IOException ex) {
			throw new StoreUnavailableException(
					"The lock's file " + path + " cannot be created or used: " + directory.trusted().explain(ex)
							+ ". Check that its directory is there, and that this user may write both",
					ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
