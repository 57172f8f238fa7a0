package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.WarnOnce;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads groups and members, without the lock: a process that is frozen while it holds it
 * must not make everybody blind. Only tooz, which writes in place, may be caught with
 * half a record: then all is read again when the writer is done.
 */
final class GroupFiles {

	private static final Logger logger = LoggerFactory.getLogger(GroupFiles.class);

	private final GroupDirectory directory;

	private final DirectoryLock lock;

	private final Touches touches;

	private final WarnOnce broken = new WarnOnce();

	GroupFiles(GroupDirectory directory, DirectoryLock lock, Touches touches) {
		this.directory = directory;
		this.lock = lock;
		this.touches = touches;
	}

	Set<String> groups() {
		return whole((broken) -> {
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

	/** A link is reported, as it hides a group; other stray files are ignored. */
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
		return whole((broken) -> {
			Map<String, StoredMember> members = new LinkedHashMap<>();
			try (DirectoryStream<Path> files = this.directory.members(group)) {
				for (Path file : files) {
					reading(file, broken, () -> this.touches.isAlive(file) && read(group, file, members));
				}
			}
			// One that is gone has left, unless all is gone.
			this.directory.requireGroup(group);
			return members;
		});
	}

	/**
	 * A record that claims another's id is not taken for it: its file's name is the id's
	 * digest.
	 */
	private boolean read(String group, Path file, Map<String, StoredMember> members) throws IOException {
		Map<?, ?> record = MemberFile.record(RecordFile.read(file));
		String id = MemberFile.id(record, "member_id");
		if (!this.directory.member(group, id).getFileName().equals(file.getFileName())) {
			throw new SerializationException("Its name is not that of member '" + id + "'", null);
		}
		members.put(id, new StoredMember(Capabilities.encode(record.get("capabilities")), MemberFile.joinedOn(record),
				Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant()));
		return true;
	}

	/** Any other trouble is the store's, and so everybody's. */
	private static void reading(Path file, Broken broken, Entry entry) throws IOException {
		try {
			entry.read();
		}
		catch (NoSuchFileException ex) {
			logger.trace("{} is gone, or a link to nothing", file);
		}
		catch (SerializationException | StoreUnavailableException | AccessDeniedException ex) {
			broken.found(file, ex instanceof AccessDeniedException ? "access denied" : String.valueOf(ex.getMessage()));
		}
	}

	private <T> T whole(Reading<T> reading) {
		boolean[] suspicious = { false };
		T read = this.lock.without(() -> reading.read((file,
				why) -> suspicious[0] |= !this.broken.isKnown(file.toString(), why.getBytes(StandardCharsets.UTF_8))));
		return suspicious[0] ? this.lock.holding(() -> reading.read(this::tell)) : read;
	}

	private void tell(Path file, String why) {
		if (this.broken.isNews(file.toString(), why.getBytes(StandardCharsets.UTF_8))) {
			logger.warn("{} is hidden: its content is broken ({})", file, why);
		}
	}

	private interface Reading<T> {

		T read(Broken handling) throws IOException;

	}

	/** What happens with a broken record. */
	private interface Broken {

		void found(Path file, String why);

	}

	private interface Entry {

		boolean read() throws IOException;

	}

}
