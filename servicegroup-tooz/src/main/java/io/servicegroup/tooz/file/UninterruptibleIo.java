package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

import io.servicegroup.tooz.AccessDeniedException;
import io.servicegroup.tooz.StoreUnavailableException;

/**
 * An operation on a lock file that an interrupt does not abort.
 */
interface UninterruptibleIo<T> {

	T run() throws IOException;

	/**
	 * Runs an operation, and repeats it if an interrupt closed its channel. The operation
	 * does not block, so it does not need to be interruptible. Restores the interrupt
	 * flag.
	 * @throws StoreUnavailableException if the operation fails
	 */
	static <T> T execute(GroupDirectory directory, Path path, UninterruptibleIo<T> operation) {
		boolean interrupted = false;
		try {
			while (true) {
				interrupted |= Thread.interrupted();
				try {
					return operation.run();
				}
				catch (ClosedByInterruptException ex) {
					interrupted = true;
				}
			}
		}
		catch (IOException ex) {
			String message = "Lock file " + path + " cannot be created or used: " + directory.trusted().explain(ex)
					+ ". Check that its directory exists and that this user may write both";
			throw (ex instanceof java.nio.file.AccessDeniedException) ? new AccessDeniedException(message, ex)
					: new StoreUnavailableException(message, ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
