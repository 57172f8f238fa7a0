package io.servicegroup.tooz.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.format.IdText;
import io.servicegroup.tooz.spi.LockContender;

/**
 * The locks and leaderships of one member. {@link #close()} releases those that are still
 * held, because file locks have no timeout.
 */
final class FileLocks implements AutoCloseable {

	private static final byte[] NOTHING = {};

	private final GroupDirectory directory;

	private final String memberId;

	private final HeldFileLocks held = new HeldFileLocks();

	FileLocks(GroupDirectory directory, String memberId) {
		this.directory = directory;
		this.memberId = memberId;
	}

	LockContender lock(String name) {
		return new FileStoreLock(this.directory, this.directory.lock(name), NOTHING, this.held);
	}

	LockContender leaderLock(String group) {
		return new FileStoreLock(this.directory, this.directory.leader(group),
				this.memberId.getBytes(StandardCharsets.UTF_8), this.held);
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
		return (id.length == 0) ? Leader.UNKNOWN : new Leader(IdText.of(id));
	}

	@Override
	public void close() {
		this.held.close();
	}

}
