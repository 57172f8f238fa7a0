package io.servicegroup.tooz.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.LockContender;

/**
 * The locks and leaderships of one member. {@link #close()} releases those that are still
 * held, because file locks have no timeout.
 */
final class FileLocks implements AutoCloseable {

	private static final byte[] NOTHING = {};

	private final GroupDirectory directory;

	private final String memberId;

	private final Set<FileStoreLock> held = new HashSet<>();

	private boolean closed;

	FileLocks(GroupDirectory directory, String memberId) {
		this.directory = directory;
		this.memberId = memberId;
	}

	LockContender lock(String name) {
		return new FileStoreLock(this.directory, this.directory.lock(name), NOTHING, this);
	}

	LockContender leaderLock(String group) {
		return new FileStoreLock(this.directory, this.directory.leader(group),
				this.memberId.getBytes(StandardCharsets.UTF_8), this);
	}

	Optional<Leader> leader(String group) {
		Path file = this.directory.leader(group);
		try {
			return UninterruptibleIo.execute(this.directory, file, () -> {
				this.directory.trusted().check(this.directory.leaders());
				return LockedFile.read(file);
			}).map(FileLocks::named);
		}
		catch (StoreUnavailableException ex) {
			if (ex.getCause() instanceof NoSuchFileException) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/**
	 * Returns the leader. Its id is unknown while the leader has locked the file, but has
	 * not written its id yet.
	 */
	private static Leader named(byte[] id) {
		return (id.length == 0) ? Leader.UNKNOWN : new Leader(new String(id, StandardCharsets.UTF_8));
	}

	synchronized void requireOpen() {
		if (this.closed) {
			throw new CoordinationException("The coordinator has been stopped", null);
		}
	}

	/**
	 * Registers a held lock. Returns {@code false} if {@link #close()} was called before:
	 * the caller must then release the lock.
	 */
	synchronized boolean add(FileStoreLock lock) {
		return !this.closed && this.held.add(lock);
	}

	synchronized void remove(FileStoreLock lock) {
		this.held.remove(lock);
	}

	@Override
	public void close() {
		List<FileStoreLock> left;
		synchronized (this) {
			this.closed = true;
			left = List.copyOf(this.held);
		}
		left.forEach(FileStoreLock::release);
	}

}
