package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Backend;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotEmpty;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberAlreadyExist;
import io.servicegroup.tooz.MemberNotJoined;
import io.servicegroup.tooz.StoreLock;
import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozUrl;

/**
 * Groups as directories, members as files, a heartbeat as a touch. A file is this
 * instance's when its content is what this instance wrote: the time of joining, to the
 * microsecond, tells two processes of one id apart.
 */
final class FileBackend implements Backend {

	private final GroupDirectory directory;

	private final String memberId;

	private final Duration timeout;

	private final DirectoryLock lock;

	private final FileLocks locks;

	private final Clock clock = Clock.systemDefaultZone();

	private final LocalDateTime joinedOn = LocalDateTime.now(this.clock).truncatedTo(ChronoUnit.MICROS);

	private final Map<String, byte[]> written = new ConcurrentHashMap<>();

	private final Records records;

	FileBackend(ToozUrl url, String memberId) {
		this.directory = new GroupDirectory(Path.of(url.path()));
		this.memberId = memberId;
		this.timeout = url.time("timeout", Duration.ofSeconds(10));
		this.records = new Records(this.directory, this.timeout, this.clock);
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
		return holdingLock(this.records::groups);
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
			if (!this.records.members(group, false).isEmpty()) {
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
		RecordFile.checkSize(content);
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
			return this.records.members(group, true);
		});
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
		byte[] content = RecordFile.readOrNothing(file);
		if (Arrays.equals(this.written.get(group), content)) {
			return Holder.SELF;
		}
		return (MemberFile.isRecord(content) && this.records.isAlive(file)) ? Holder.ANOTHER : Holder.NOBODY;
	}

	private <T> T holdingLock(Callable<T> work) {
		return this.lock.holding(work);
	}

	private enum Holder {

		NOBODY, SELF, ANOTHER

	}

}
