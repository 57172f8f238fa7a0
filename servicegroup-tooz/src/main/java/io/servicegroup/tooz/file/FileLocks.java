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
 * One member's locks and leaderships in the directory. Those that are left when the
 * member goes are given back here, since no timeout would end them.
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
			return FileAccess.to(this.directory, file, () -> {
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

	/** Between locking the file and writing into it, a leader has no name. */
	private static Leader named(byte[] id) {
		return (id.length == 0) ? Leader.UNKNOWN : new Leader(new String(id, StandardCharsets.UTF_8));
	}

	synchronized void requireOpen() {
		if (this.closed) {
			throw new CoordinationException("The coordinator has been stopped", null);
		}
	}

	/** Returns whether the lock may be held: not once this is closed. */
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
