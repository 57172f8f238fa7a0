package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.UnreadableRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads groups and members without the lock, so that a frozen process that holds the lock
 * does not block all readers. Python members write in place, so a reader may see a
 * partial record. It then reads again with the lock.
 */
final class GroupFiles {

	private static final Logger logger = LoggerFactory.getLogger(GroupFiles.class);

	private static final int MAX_GROUPS = 100;

	/** Not a group's id, as ids are not empty. */
	private static final String LIST_OF_GROUPS = "";

	private final GroupDirectory directory;

	private final DirectoryLock lock;

	private final ModificationTimes modificationTimes;

	/** The records of the last listings, by group. */
	private final Map<String, Map<Path, MemberRecord>> last = new ConcurrentHashMap<>();

	private final UnreadableRecords unreadable = new UnreadableRecords();

	GroupFiles(GroupDirectory directory, DirectoryLock lock, ModificationTimes modificationTimes) {
		this.directory = directory;
		this.lock = lock;
		this.modificationTimes = modificationTimes;
	}

	Set<String> groups() {
		return readConsistently(LIST_OF_GROUPS, (broken) -> {
			Set<String> groups = new LinkedHashSet<>();
			this.directory.trusted().check(this.directory.groups());
			try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.directory.groups())) {
				for (Path entry : entries) {
					reading(entry, broken, () -> readGroup(entry, broken, groups));
				}
			}
			return groups;
		});
	}

	/**
	 * Reads one group. A link is reported, because it hides a group. Other unknown files
	 * are ignored.
	 */
	private boolean readGroup(Path entry, Broken broken, Set<String> groups) throws IOException {
		FileStatus status = FileStatus.of(entry);
		if (status.isLink()) {
			throw new SerializationException("A link, which is not followed", null);
		}
		Path file = entry.resolve(GroupDirectory.METADATA);
		if (status.isDirectory() && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
			this.directory.trusted().check(entry);
			reading(file, broken,
					() -> groups.add(MemberFile.id(MemberFile.record(RecordFile.read(file)), "group_id")));
		}
		return true;
	}

	Map<String, StoredMember> members(String group) {
		return readConsistently(group, (broken) -> {
			Map<Path, MemberRecord> before = this.last.getOrDefault(group, Map.of());
			Map<Path, MemberRecord> records = new HashMap<>(before.size() * 4 / 3 + 1);
			Map<String, StoredMember> members = new LinkedHashMap<>(before.size() * 4 / 3 + 1);
			for (Path file : this.directory.members(group)) {
				reading(file, broken, () -> read(group, file, before.get(file), records, members));
			}
			// A missing member file means that the member has left, unless the whole
			// group is missing.
			this.directory.requireGroup(group);
			remember(group, records);
			return members;
		});
	}

	private void remember(String group, Map<Path, MemberRecord> records) {
		if (this.last.size() >= MAX_GROUPS) {
			this.last.clear();
		}
		this.last.put(group, records);
	}

	/**
	 * Reads one member, if it is alive and its file has changed since it was read before.
	 */
	private boolean read(String group, Path file, @Nullable MemberRecord before, Map<Path, MemberRecord> records,
			Map<String, StoredMember> members) throws IOException {
		FileVersion version = FileVersion.of(file);
		if (!this.modificationTimes.isAlive(file, version.modified())) {
			return false;
		}
		MemberRecord record = (before != null && before.isOf(version)) ? before : read(group, file, version, before);
		records.put(file, record);
		members.put(record.id(), record.member());
		return true;
	}

	/**
	 * Reads one member. A record with the id of another member is refused: the file's
	 * name must be the digest of the id.
	 */
	private MemberRecord read(String group, Path file, FileVersion version, @Nullable MemberRecord before)
			throws IOException {
		byte[] content = RecordFile.read(file, version.isRegularFile());
		if (before != null && Arrays.equals(before.content(), content)) {
			return before.at(version);
		}
		Map<String, byte[]> record = MemberFile.record(content);
		String id = MemberFile.id(record, "member_id");
		if (!this.directory.member(group, id).getFileName().equals(file.getFileName())) {
			throw new SerializationException("Its name is not that of member '" + id + "'", null);
		}
		return MemberRecord.of(version, content, id, record);
	}

	/**
	 * Reads one entry and handles errors of this entry. Other errors concern the whole
	 * store and are thrown.
	 */
	private static void reading(Path file, Broken broken, Entry entry) throws IOException {
		try {
			entry.read();
		}
		catch (NoSuchFileException ex) {
			logger.trace("File {} was deleted, or is a dangling link", file);
		}
		catch (SerializationException | StoreUnavailableException | AccessDeniedException ex) {
			broken.found(file, ex instanceof AccessDeniedException ? "access denied" : String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Reads a group, or the list of groups. Reads it again with the lock if there are
	 * broken records that were not broken in the reading before.
	 */
	private <T> T readConsistently(String group, Reading<T> reading) {
		Map<String, String> reasons = new LinkedHashMap<>();
		Broken broken = (file, why) -> reasons.put(file.toString(), why);
		T read = this.lock.withoutLock(() -> reading.read(broken));
		if (!this.unreadable.areKnown(group, reasons)) {
			reasons.clear();
			read = this.lock.withLock(() -> reading.read(broken));
		}
		this.unreadable.report(group, reasons,
				(found) -> logger.warn(
						"Unusable {} ({}): its group or member is not listed; listed again once the file is valid and "
								+ "readable. Remove the file if no process uses it",
						found.subject("file"), found.reason()));
		return read;
	}

	private interface Reading<T> {

		T read(Broken handling) throws IOException;

	}

	/** Handles a broken record. */
	private interface Broken {

		void found(Path file, String why);

	}

	private interface Entry {

		boolean read() throws IOException;

	}

}
