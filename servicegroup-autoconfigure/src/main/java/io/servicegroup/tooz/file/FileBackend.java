package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.BrokenRecords;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotEmpty;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import io.servicegroup.tooz.SerializationError;
import io.servicegroup.tooz.StoreLock;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozUrl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups as directories, members as files, a heartbeat as a touch. A file is this
 * instance's when its content is what this instance wrote: the time of joining, to the
 * microsecond, tells two processes of one id apart.
 */
final class FileBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(FileBackend.class);

	private final GroupDirectory directory;

	private final String memberId;

	private final Duration timeout;

	private final DirectoryLock lock;

	private final FileLocks locks;

	private final Clock clock = Clock.systemDefaultZone();

	private final LocalDateTime joinedOn = LocalDateTime.now(this.clock).truncatedTo(ChronoUnit.MICROS);

	private final Map<String, byte[]> written = new ConcurrentHashMap<>();

	private final BrokenRecords broken = new BrokenRecords();

	FileBackend(ToozUrl url, String memberId) {
		this.directory = new GroupDirectory(Path.of(url.path()));
		this.memberId = memberId;
		this.timeout = url.time("timeout", Duration.ofSeconds(10));
		this.lock = new DirectoryLock(this.directory.lock(), url.callTimeout(this.timeout));
		this.locks = new FileLocks(this.directory, memberId);
	}

	@Override
	public void connect() {
		try {
			Files.createDirectories(this.directory.groups());
			Files.createDirectories(this.directory.temporary());
		}
		catch (IOException ex) {
			throw new ToozConnectionError("The directory " + this.directory.root() + " cannot be made or used: " + ex,
					ex);
		}
	}

	@Override
	public Duration membershipTimeout() {
		return this.timeout;
	}

	@Override
	public Set<String> groups() {
		return holdingLock(() -> {
			Set<String> groups = new LinkedHashSet<>();
			try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.directory.groups())) {
				for (Path entry : entries) {
					readGroup(entry.resolve(GroupDirectory.METADATA), groups);
				}
			}
			return groups;
		});
	}

	private void readGroup(Path file, Set<String> groups) throws IOException {
		byte[] content;
		try {
			content = Files.readAllBytes(file);
		}
		catch (NoSuchFileException ex) {
			return;
		}
		try {
			groups.add(MemberFile.id(MemberFile.record(content), "group_id"));
		}
		catch (SerializationError ex) {
			tellBroken(file, content, ex);
		}
	}

	private void tellBroken(Path file, byte[] content, SerializationError ex) {
		if (this.broken.isNews(file.toString(), content)) {
			logger.warn("{} is hidden: its content is broken ({})", file, ex.getMessage());
		}
	}

	@Override
	public void createGroup(String group) {
		holdingLock(() -> {
			if (Files.exists(this.directory.metadata(group))) {
				throw new GroupAlreadyExist(group);
			}
			Files.createDirectories(this.directory.group(group));
			AtomicFile.write(this.directory.temporary(), this.directory.metadata(group), MemberFile.group(group));
			return true;
		});
	}

	@Override
	public void deleteGroup(String group) {
		holdingLock(() -> {
			this.directory.requireGroup(group);
			if (!members(group, false).isEmpty()) {
				throw new GroupNotEmpty(group);
			}
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
		holdingLock(() -> {
			this.directory.requireGroup(group);
			if (holder(group) == Holder.ANOTHER) {
				throw new MemberAlreadyExist(group, this.memberId);
			}
			return writeMine(group, capabilities);
		});
	}

	private boolean writeMine(String group, byte[] capabilities) throws IOException {
		byte[] content = MemberFile.member(this.memberId, capabilities, this.joinedOn);
		AtomicFile.write(this.directory.temporary(), this.directory.member(group, this.memberId), content);
		this.written.put(group, content);
		return true;
	}

	@Override
	public void leave(String group) {
		holdingLock(() -> {
			this.directory.requireGroup(group);
			if (holder(group) != Holder.SELF) {
				throw new MemberNotJoined(group, this.memberId);
			}
			this.written.remove(group);
			return this.directory.delete(group, this.memberId);
		});
	}

	@Override
	public void evict(String group) {
		holdingLock(() -> {
			this.directory.requireGroup(group);
			return this.directory.delete(group, this.memberId);
		});
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return holdingLock(() -> {
			this.directory.requireGroup(group);
			return members(group, true);
		});
	}

	private Map<String, StoredMember> members(String group, boolean alive) throws IOException {
		Map<String, StoredMember> members = new LinkedHashMap<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory.group(group),
				"*" + GroupDirectory.SUFFIX)) {
			for (Path file : files) {
				if (isAlive(file) || !alive) {
					read(file, members);
				}
			}
		}
		return members;
	}

	private void read(Path file, Map<String, StoredMember> members) throws IOException {
		byte[] content = Files.readAllBytes(file);
		try {
			Map<?, ?> record = MemberFile.record(content);
			members.put(MemberFile.id(record, "member_id"),
					new StoredMember(Capabilities.encode(record.get("capabilities")), MemberFile.joinedOn(record),
							Files.getLastModifiedTime(file).toInstant()));
		}
		catch (SerializationError ex) {
			tellBroken(file, content, ex);
		}
	}

	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		connect();
		return holdingLock(() -> {
			Set<String> lost = new LinkedHashSet<>();
			for (String group : memberships.keySet()) {
				switch (holder(group)) {
					case NOBODY -> lost.add(group);
					case SELF -> Files.setLastModifiedTime(this.directory.member(group, this.memberId),
							FileTime.from(this.clock.instant()));
					case ANOTHER -> throw new MemberAlreadyExist(group, this.memberId);
				}
			}
			return lost;
		});
	}

	@Override
	public StoreLock lock(String name) {
		return this.locks.lock(name);
	}

	@Override
	public StoreLock leaderLock(String group) {
		return this.locks.leaderLock(group);
	}

	@Override
	public Optional<Leader> leader(String group) {
		return this.locks.leader(group);
	}

	/** No connection, and no sign of life but the files that leaving has deleted. */
	@Override
	public void close() {
		this.locks.close();
	}

	/** Whose the member's file is; a dead or broken one is nobody's. */
	private Holder holder(String group) throws IOException {
		Path file = this.directory.member(group, this.memberId);
		if (!Files.exists(file)) {
			return Holder.NOBODY;
		}
		byte[] content = Files.readAllBytes(file);
		if (Arrays.equals(this.written.get(group), content)) {
			return Holder.SELF;
		}
		return (isAlive(file) && MemberFile.isRecord(content)) ? Holder.ANOTHER : Holder.NOBODY;
	}

	/**
	 * As tooz counts: not from the future, and not older than the timeout; one machine,
	 * one clock.
	 */
	private boolean isAlive(Path file) throws IOException {
		Instant now = this.clock.instant();
		Instant touched = Files.getLastModifiedTime(file).toInstant();
		return !touched.isAfter(now) && !touched.plus(this.timeout).isBefore(now);
	}

	private <T> T holdingLock(Callable<T> work) {
		return this.lock.holding(work);
	}

	private enum Holder {

		NOBODY, SELF, ANOTHER

	}

}
