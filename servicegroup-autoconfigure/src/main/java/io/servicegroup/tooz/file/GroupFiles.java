package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Backend.StoredMember;
import io.servicegroup.tooz.BrokenRecords;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.SerializationError;
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

	private final BrokenRecords broken = new BrokenRecords();

	GroupFiles(GroupDirectory directory, DirectoryLock lock, Touches touches) {
		this.directory = directory;
		this.lock = lock;
		this.touches = touches;
	}

	Set<String> groups() {
		return whole(this::groups);
	}

	private Set<String> groups(Broken handling) throws IOException {
		Set<String> groups = new LinkedHashSet<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.directory.groups())) {
			for (Path entry : entries) {
				read(entry.resolve(GroupDirectory.METADATA), handling,
						(file, record) -> groups.add(MemberFile.id(record, "group_id")));
			}
		}
		return groups;
	}

	Map<String, StoredMember> members(String group) {
		return whole((handling) -> members(group, handling));
	}

	private Map<String, StoredMember> members(String group, Broken handling) throws IOException {
		this.directory.requireGroup(group);
		Map<String, StoredMember> members = new LinkedHashMap<>();
		try (DirectoryStream<Path> files = this.directory.members(group)) {
			for (Path file : files) {
				if (this.touches.isAlive(file)) {
					read(file, handling,
							(path, record) -> members.put(MemberFile.id(record, "member_id"),
									new StoredMember(Capabilities.encode(record.get("capabilities")),
											MemberFile.joinedOn(record), Files.getLastModifiedTime(path).toInstant())));
				}
			}
		}
		return members;
	}

	private static void read(Path file, Broken handling, Entry entry) throws IOException {
		byte[] content;
		try {
			content = Files.readAllBytes(file);
			try {
				entry.take(file, MemberFile.record(content));
			}
			catch (SerializationError ex) {
				handling.found(file, content, ex);
			}
		}
		catch (NoSuchFileException ex) {
			logger.debug("{} has just gone", file);
		}
	}

	private <T> T whole(Reading<T> reading) {
		try {
			return DirectoryLock.without(this.directory.groups(), () -> reading.read((file, content, ex) -> {
				throw ex;
			}));
		}
		catch (SerializationError ex) {
			return this.lock.holding(() -> reading.read(this::tell));
		}
	}

	private void tell(Path file, byte[] content, SerializationError ex) {
		if (this.broken.isNews(file.toString(), content)) {
			logger.warn("{} is hidden: its content is broken ({})", file, ex.getMessage());
		}
	}

	private interface Reading<T> {

		T read(Broken handling) throws IOException;

	}

	/** What happens with a broken record. */
	private interface Broken {

		void found(Path file, byte[] content, SerializationError ex);

	}

	private interface Entry {

		void take(Path file, Map<?, ?> record) throws IOException;

	}

}
