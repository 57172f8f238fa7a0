package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * Lists groups and members. A record that cannot be read, whatever it is, hides itself
 * and nobody else.
 */
final class Records {

	private static final Logger logger = LoggerFactory.getLogger(Records.class);

	private final GroupDirectory directory;

	private final Duration timeout;

	private final Clock clock;

	private final BrokenRecords broken = new BrokenRecords();

	Records(GroupDirectory directory, Duration timeout, Clock clock) {
		this.directory = directory;
		this.timeout = timeout;
		this.clock = clock;
	}

	Set<String> groups() throws IOException {
		Set<String> groups = new LinkedHashSet<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(this.directory.groups())) {
			for (Path entry : entries) {
				Path file = entry.resolve(GroupDirectory.METADATA);
				if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
					tellingBroken(file,
							() -> groups.add(MemberFile.id(MemberFile.record(RecordFile.read(file)), "group_id")));
				}
			}
		}
		return groups;
	}

	Map<String, StoredMember> members(String group, boolean alive) throws IOException {
		Map<String, StoredMember> members = new LinkedHashMap<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory.group(group),
				"*" + GroupDirectory.SUFFIX)) {
			for (Path file : files) {
				tellingBroken(file, () -> (isAlive(file) || !alive) && read(group, file, members));
			}
		}
		// One that is gone has left, unless all is gone.
		this.directory.requireGroup(group);
		return members;
	}

	/**
	 * A record that claims another's id is not taken for it: its file's name is the id's
	 * digest.
	 */
	private boolean read(String group, Path file, Map<String, StoredMember> members) throws IOException {
		Map<?, ?> record = MemberFile.record(RecordFile.read(file));
		String id = MemberFile.id(record, "member_id");
		if (!this.directory.member(group, id).getFileName().equals(file.getFileName())) {
			throw new SerializationError("Its name is not that of member '" + id + "'", null);
		}
		members.put(id, new StoredMember(Capabilities.encode(record.get("capabilities")), MemberFile.joinedOn(record),
				Files.getLastModifiedTime(file).toInstant()));
		return true;
	}

	/**
	 * As tooz counts: not from the future, and not older than the timeout; one machine,
	 * one clock.
	 */
	boolean isAlive(Path file) throws IOException {
		Instant now = this.clock.instant();
		Instant touched = Files.getLastModifiedTime(file).toInstant();
		return !touched.isAfter(now) && !touched.plus(this.timeout).isBefore(now);
	}

	/** Any other trouble is the store's, and so everybody's. */
	private void tellingBroken(Path file, Reading reading) throws IOException {
		try {
			reading.run();
		}
		catch (NoSuchFileException ex) {
			logger.trace("{} is gone, or a link to nothing", file);
		}
		catch (SerializationError | AccessDeniedException ex) {
			if (this.broken.isNews(file.toString(), String.valueOf(ex.getMessage()).getBytes())) {
				logger.warn("{} is hidden: its content is broken ({})", file, ex.getMessage());
			}
		}
	}

	private interface Reading {

		boolean run() throws IOException;

	}

}
