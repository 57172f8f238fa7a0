package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.servicegroup.tck.HostileStoreContract;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostileFileTests extends HostileStoreContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private GroupDirectory directory() {
		return new GroupDirectory(((SharedDirectory) this.server).path());
	}

	@Override
	public List<Kind> kinds() {
		byte[] member = MemberFile.member("other", CAPABILITIES, LocalDateTime.of(2026, 1, 2, 3, 4));
		byte[] healthy = MemberFile.member("healthy", CAPABILITIES, LocalDateTime.of(2026, 1, 2, 3, 4));
		return List.of(new Kind("member", member, to(directory().member(this.group, "other"))),
				new Kind("member that claims another's id", healthy, to(directory().member(this.group, "other"))),
				new Kind("group", MemberFile.group(this.group), to(directory().metadata(this.group))),
				new Kind("other group", MemberFile.group("other"), to(directory().metadata("other"))),
				new Kind("annotations", ANNOTATIONS, to(directory().switches(this.group))),
				new Kind("lock", "", to(directory().lock("x"))),
				new Kind("leader", "other", to(directory().leader(this.group))));
	}

	private static Consumer<byte[]> to(Path file) {
		return (bytes) -> {
			try {
				Files.createDirectories(file.getParent());
				Files.write(file, bytes);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	/**
	 * Tests a pipe, on which a read would block forever, a file of one terabyte, a
	 * directory and links.
	 */
	@Test
	void otherKindsOfFilesHideNoMember() throws Exception {
		Coordinator healthy = joined("healthy", 1L);
		Path member = directory().member(this.group, "other");
		Path group = member.getParent();
		for (Path odd : List.of(group.resolve("pipe.raw"),
				Files.createDirectories(directory().group("g")).resolve(".metadata"))) {
			assertThat(new ProcessBuilder("mkfifo", odd.toString()).start().waitFor()).isZero();
		}
		try (RandomAccessFile large = new RandomAccessFile(group.resolve("large.raw").toFile(), "rw")) {
			large.setLength(1L << 40);
		}
		Files.createDirectory(group.resolve("directory.raw"));
		Files.createSymbolicLink(group.resolve("nothing.raw"), Path.of("nothing"));
		Files.createSymbolicLink(group.resolve("zero.raw"), Path.of("/dev/zero"));
		Files.createDirectories(directory().group("h").resolve(".metadata"));
		healthy.heartbeat();
		assertThat(healthy.getMembers(this.group)).containsExactly("healthy");
		assertThat(healthy.getGroups()).containsExactly(this.group);
	}

	@Test
	void recordsAboveTheSizeLimitAreRefused() {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> one.joinGroupCreate(this.group, Map.of("k", "x".repeat(RecordFile.LARGEST))))
			.withMessageContaining("limit");
		assertThat(one.getMembers(this.group)).isEmpty();
	}

}
