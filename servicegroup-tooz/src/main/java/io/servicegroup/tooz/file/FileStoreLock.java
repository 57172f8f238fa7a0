package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A contender for tooz's lock on a file. The lock needs no renewal; the operating system
 * releases it at the latest when the process ends. If the file is deleted or replaced,
 * the lock is lost, because other processes then lock the new file.
 */
final class FileStoreLock implements LockContender {

	private static final Logger logger = LoggerFactory.getLogger(FileStoreLock.class);

	private final GroupDirectory directory;

	private final Path path;

	private final byte[] content;

	private final HeldFileLocks allHeld;

	private @Nullable LockedFile held;

	FileStoreLock(GroupDirectory directory, Path path, byte[] content, HeldFileLocks allHeld) {
		this.directory = directory;
		this.path = path;
		this.content = content;
		this.allHeld = allHeld;
	}

	@Override
	public synchronized boolean tryAcquire(boolean shared) {
		this.allHeld.requireOpen();
		this.held = UninterruptibleIo
			.execute(this.directory, this.path,
					() -> LockedFile.tryLock(this.directory.trusted(), this.path, shared, this.content))
			.orElse(null);
		if (this.held != null && !this.allHeld.add(this)) {
			release();
			this.allHeld.requireOpen();
		}
		return this.held != null;
	}

	@Override
	public boolean renew() {
		return isHeld();
	}

	@Override
	public synchronized boolean isHeld() {
		LockedFile locked = this.held;
		return locked != null && UninterruptibleIo.execute(this.directory, this.path, () -> locked.isAt(this.path));
	}

	@Override
	public synchronized boolean release() {
		LockedFile locked = this.held;
		if (locked == null) {
			return false;
		}
		boolean mine = wasHeld(locked);
		this.held = null;
		this.allHeld.remove(this);
		try {
			locked.release();
		}
		catch (IOException ex) {
			// The operating system releases the lock with the descriptor, even if
			// close fails.
			logger.debug("Close of lock file {} failed; its lock is released", this.path, ex);
		}
		return mine;
	}

	/**
	 * Returns whether the lock was held. If the path cannot be read, no other process can
	 * have acquired it.
	 */
	private boolean wasHeld(LockedFile locked) {
		try {
			return locked.isAt(this.path);
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public @Nullable Duration timeToLive() {
		return null;
	}

}
