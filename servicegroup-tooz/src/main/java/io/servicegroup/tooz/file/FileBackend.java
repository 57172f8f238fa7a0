package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.LockContender;

/**
 * A backend of files: a group is a directory, a member is a file, and a heartbeat updates
 * the file's modification time. A file belongs to this instance if it has the content
 * that this instance wrote. The content includes the join time in microseconds, which
 * distinguishes two processes with the same id.
 */
final class FileBackend implements Backend {

	private final GroupDirectory directory;

	private final String memberId;

	private final Duration timeout;

	private final DirectoryLock lock;

	private final ModificationTimes modificationTimes;

	private final GroupFiles files;

	private final GroupAnnotations annotations;

	private final FileLocks locks;

	private final WriteProbe writeProbe;

	/** The local time without its zone, as in tooz. */
	private final LocalDateTime joinedOn = LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MICROS);

	private final Map<String, OwnFile> written = new ConcurrentHashMap<>();

	FileBackend(ToozUrl url, String memberId) {
		this.directory = new GroupDirectory(Path.of(url.path()));
		this.memberId = memberId;
		this.timeout = url.time("timeout", Duration.ofSeconds(10));
		this.lock = new DirectoryLock(this.directory, ToozUrl.callTimeout(this.timeout));
		this.modificationTimes = new ModificationTimes(this.timeout, Clock.systemUTC(), System::nanoTime);
		this.files = new GroupFiles(this.directory, this.lock, this.modificationTimes);
		this.annotations = new GroupAnnotations(new FileAnnotations(this.directory, this.lock),
				url.callTimeout(this.timeout));
		this.locks = new FileLocks(this.directory, memberId);
		this.writeProbe = new WriteProbe(this.directory, this.timeout);
	}

	@Override
	public void connect() {
		try {
			TrustedDirectory trusted = this.directory.trusted();
			trusted.createRoot();
			trusted.create(this.directory.groups());
			trusted.create(this.directory.temporary());
		}
		catch (IOException ex) {
			throw new StoreUnavailableException("The directory " + this.directory.root()
					+ " cannot be created or used: " + this.directory.trusted().explain(ex), ex);
		}
	}

	@Override
	public Duration membershipTimeout() {
		return this.timeout;
	}

	@Override
	public Set<String> groups() {
		return this.files.groups();
	}

	@Override
	public void createGroup(String group) {
		withLock(() -> {
			Path path = this.directory.group(group);
			this.directory.trusted().check(path);
			if (Files.exists(this.directory.metadata(group), LinkOption.NOFOLLOW_LINKS)) {
				throw new GroupAlreadyExistsException(group);
			}
			boolean created = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
			this.directory.trusted().create(path);
			try {
				AtomicFile.write(this.directory, this.directory.metadata(group), MemberFile.group(group));
				created = false;
			}
			finally {
				if (created) {
					Files.deleteIfExists(path);
				}
			}
			return true;
		});
	}

	@Override
	public void deleteGroup(String group) {
		withLock(() -> {
			this.directory.requireGroup(group);
			if (!this.directory.members(group).isEmpty()) {
				throw new GroupNotEmptyException(group);
			}
			this.directory.trusted().check(this.directory.switches());
			Files.deleteIfExists(this.directory.switches(group));
			deleteFiles(this.directory.group(group));
			return Files.deleteIfExists(this.directory.group(group));
		});
	}

	private void deleteFiles(Path group) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(group)) {
			for (Path file : files) {
				Files.deleteIfExists(file);
			}
		}
	}

	@Override
	public void join(String group, byte[] capabilities) {
		withLock(() -> {
			this.directory.requireGroup(group);
			if (holder(group) == Holder.OTHER_PROCESS) {
				throw new MemberAlreadyExistsException(group, this.memberId);
			}
			return writeMine(group, capabilities);
		});
	}

	private boolean writeMine(String group, byte[] capabilities) throws IOException {
		byte[] content = MemberFile.member(this.memberId, capabilities, this.joinedOn);
		RecordFile.checkSize(content);
		Path file = this.directory.member(group, this.memberId);
		AtomicFile.write(this.directory, file, content);
		this.written.put(group, new OwnFile(this.directory.group(group), file, content));
		return true;
	}

	@Override
	public void leave(String group) {
		withLock(() -> {
			this.directory.requireGroup(group);
			if (holder(group) != Holder.SELF) {
				throw new MemberNotJoinedException(group, this.memberId);
			}
			this.written.remove(group);
			return this.directory.delete(group, this.memberId);
		});
	}

	@Override
	public void evict(String group) {
		withLock(() -> {
			this.directory.requireGroup(group);
			return this.directory.delete(group, this.memberId);
		});
	}

	/** A leave deletes the file, and the file of a dead member stays. */
	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		return this.lock.withoutLock(() -> {
			this.directory.requireGroup(group);
			Map<String, Departure> departures = new HashMap<>();
			for (String member : members) {
				Path file = this.directory.member(group, member);
				if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
					departures.put(member, Departure.LEFT);
				}
				else if (!this.modificationTimes.isAlive(file)) {
					departures.put(member, Departure.DIED);
				}
			}
			return departures;
		});
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return this.files.members(group);
	}

	@Override
	public void requireWritable() {
		this.lock.withoutLock(() -> {
			this.writeProbe.require();
			return true;
		});
	}

	@Override
	public GroupAnnotations annotations() {
		return this.annotations;
	}

	/**
	 * Sends a heartbeat without the lock, so that a frozen member that holds the lock
	 * does not block the heartbeats of all others. A heartbeat does not change the
	 * content of files.
	 */
	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		return this.lock.withoutLock(() -> {
			FileStatus root = checkDirectories();
			Set<String> lost = new LinkedHashSet<>();
			for (String group : memberships.keySet()) {
				if (!touchOwn(group, root) && !touch(group)) {
					lost.add(group);
				}
			}
			return lost;
		});
	}

	/** Checks the directories above those of the groups, and creates missing ones. */
	private FileStatus checkDirectories() throws IOException {
		TrustedDirectory trusted = this.directory.trusted();
		try {
			FileStatus root = trusted.checkRoot();
			trusted.checkInside(this.directory.groups(), root);
			return root;
		}
		catch (NoSuchFileException ex) {
			connect();
			return trusted.checkRoot();
		}
	}

	/** Touches the file if it is as this instance has written it. */
	private boolean touchOwn(String group, FileStatus root) throws IOException {
		OwnFile own = this.written.get(group);
		if (own == null) {
			return false;
		}
		try {
			this.directory.trusted().checkInside(own.directory, root);
			if (!ModificationTimes.touchIfSame(own.file, own.content)) {
				return false;
			}
			this.writeProbe.succeeded();
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private boolean touch(String group) throws IOException {
		Holder holder = holder(group);
		if (holder == Holder.OTHER_PROCESS) {
			throw new MemberAlreadyExistsException(group, this.memberId);
		}
		if (holder == Holder.NONE) {
			return false;
		}
		try {
			ModificationTimes.touch(this.directory.member(group, this.memberId), MemberFile.FIRST_BYTE);
			this.writeProbe.succeeded();
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	@Override
	public LockContender lock(String name) {
		return this.locks.lock(name);
	}

	@Override
	public LockContender leaderLock(String group) {
		return this.locks.leaderLock(group);
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.locks.leader(group);
	}

	/** Releases the locks. There is no connection to close. */
	@Override
	public void close() {
		this.locks.close();
	}

	/**
	 * Returns the process that the member's file belongs to, or {@code NONE} if the file
	 * is missing, expired, unreadable, or this process's own but altered.
	 */
	private Holder holder(String group) throws IOException {
		Path file = this.directory.member(group, this.memberId);
		this.directory.trusted().check(this.directory.group(group));
		byte[] content;
		try {
			content = RecordFile.readOrNothing(file);
		}
		catch (NoSuchFileException ex) {
			return Holder.NONE;
		}
		OwnFile own = this.written.get(group);
		if (own != null && Arrays.equals(own.content, content)) {
			return Holder.SELF;
		}
		boolean other = this.modificationTimes.isAlive(file) && MemberFile.isRecord(content)
				&& !MemberFile.isOfJoin(content, this.joinedOn);
		return other ? Holder.OTHER_PROCESS : Holder.NONE;
	}

	private <T> T withLock(Callable<T> work) {
		return this.lock.withLock(work);
	}

	private enum Holder {

		NONE, SELF, OTHER_PROCESS

	}

	/**
	 * A file of this member.
	 *
	 * @param directory the directory of the group
	 * @param file the file
	 * @param content what this instance has written
	 */
	private record OwnFile(Path directory, Path file, byte[] content) {
	}

}
