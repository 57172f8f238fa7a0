package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.Directories;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests attacks by another local user who can write to the directory, or who creates it
 * first.
 */
class TrustedDirectoryTests {

	private static final String GROUP = "g";

	private static final String SECRET = "a secret of another purpose";

	@TempDir
	private Path temporary;

	private final List<Coordinator> coordinators = new ArrayList<>();

	private GroupDirectory directory;

	private Path victim;

	private Path secret;

	@BeforeEach
	void prepare() throws IOException {
		this.directory = new GroupDirectory(this.temporary.resolve("groups"));
		this.victim = Files.createDirectory(this.temporary.resolve("victim"));
		this.secret = Files.writeString(this.victim.resolve("secret"), SECRET);
	}

	@AfterEach
	void close() {
		this.coordinators.forEach(Coordinator::close);
	}

	private Coordinator coordinator(String member) {
		return coordinator(this.directory.root(), member);
	}

	private Coordinator coordinator(Path root, String member) {
		Coordinator coordinator = Coordinators.get("file://" + root + "?timeout=5", member);
		this.coordinators.add(coordinator);
		return coordinator;
	}

	private Path path(String place) {
		return switch (place) {
			case "group" -> this.directory.group(GROUP);
			case "metadata" -> this.directory.metadata(GROUP);
			case "member" -> this.directory.member(GROUP, "one");
			case "other member" -> this.directory.member(GROUP, "two");
			case "leader" -> this.directory.leader(GROUP);
			case "annotations" -> this.directory.switches(GROUP);
			default -> this.directory.root().resolve(place);
		};
	}

	/** Uses every operation and returns the messages of the refused ones. */
	private List<String> useEverything(Coordinator coordinator) {
		List<String> refusals = new ArrayList<>();
		DistributedLock lock = coordinator.getLock("lock");
		DistributedLock inDirectory = coordinator.getLock("jobs/nightly");
		coordinator.watchElectedAsLeader(GROUP, (event) -> {
		});
		Stream.<Runnable>of(() -> coordinator.createGroup(GROUP), () -> coordinator.joinGroup(GROUP, Map.of("k", 1L)),
				coordinator::heartbeat, () -> coordinator.updateCapabilities(GROUP, Map.of("k", 2L)),
				() -> coordinator.getMembers(GROUP), coordinator::getGroups,
				() -> coordinator.setAnnotation(GROUP, "annotation", "text"), () -> coordinator.getAnnotations(GROUP),
				() -> lock.acquire(false), () -> inDirectory.acquire(false), lock::release, inDirectory::release,
				coordinator::runElectCoordinator, () -> coordinator.getLeader(GROUP),
				() -> coordinator.setAnnotation(GROUP, "annotation", null), () -> coordinator.leaveGroup(GROUP),
				() -> coordinator.deleteGroup(GROUP), coordinator::close)
			.forEach((use) -> {
				try {
					use.run();
				}
				catch (CoordinationException ex) {
					refusals.add(ex.getMessage());
				}
			});
		return refusals;
	}

	/** Returns all files with mode, time and content. Links are not followed. */
	private static Map<String, String> snapshot(Path directory) throws IOException {
		Map<String, String> files = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.toList()) {
				boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
				String state = file
						? HexFormat.of().formatHex(Files.readAllBytes(path)) + Files.getLastModifiedTime(path) : "";
				files.put(directory.relativize(path).toString(), state + Integer
					.toOctalString((Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS)));
			}
		}
		return files;
	}

	private Coordinator one() {
		Coordinator one = coordinator("one");
		one.joinGroupCreate(GROUP, Map.of());
		one.getLock("jobs/nightly").acquireOrThrow(Duration.ZERO).close();
		one.setAnnotation(GROUP, "annotation", "text");
		one.watchElectedAsLeader(GROUP, (event) -> {
		});
		one.runElectCoordinator();
		return one;
	}

	@ParameterizedTest
	@ValueSource(strings = { "groups", "tmp", "leaders", "switches", "jobs", "group" })
	void aLinkToAnotherDirectoryIsNotFollowed(String place) throws Exception {
		Coordinator one = one();
		Directories.delete(path(place));
		Files.createSymbolicLink(path(place), this.victim);
		for (String name : List.of(".metadata", "nightly", path("leader").getFileName().toString())) {
			Files.writeString(this.victim.resolve(name), SECRET);
		}
		Map<String, String> before = snapshot(this.victim);
		assertThat(useEverything(coordinator("two"))).anyMatch((refusal) -> refusal.contains("a link")
				&& refusal.contains(path(place).toString()) && refusal.contains("Remove it"));
		useEverything(one);
		assertThat(snapshot(this.victim)).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { ".driver_lock", "metadata", "member", "other member", "leader", "annotations", "lock",
			"jobs/nightly" })
	void aLinkToAnotherFileIsNotFollowed(String place) throws Exception {
		for (Path target : List.of(this.secret, this.victim.resolve("new"))) {
			Coordinator one = one();
			Files.deleteIfExists(path(place));
			Files.createSymbolicLink(path(place), target);
			Map<String, String> before = snapshot(this.victim);
			List<String> refusals = useEverything(coordinator("two"));
			useEverything(one);
			assertThat(snapshot(this.victim)).isEqualTo(before);
			if (List.of(".driver_lock", "leader", "lock", "jobs/nightly").contains(place)) {
				assertThat(refusals)
					.anyMatch((refusal) -> refusal.contains(path(place).toString()) && refusal.contains("a link"));
			}
			Directories.delete(this.directory.root());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ".driver_lock", "metadata", "member", "other member", "leader", "annotations", "lock",
			"jobs/nightly" })
	void aHardLinkToAnotherFileIsNotWrittenTo(String place) throws Exception {
		Coordinator one = one();
		Files.deleteIfExists(path(place));
		Files.createLink(path(place), this.secret);
		Map<String, String> before = snapshot(this.victim);
		List<String> refusals = useEverything(coordinator("two"));
		useEverything(one);
		assertThat(snapshot(this.victim)).isEqualTo(before);
		if (List.of(".driver_lock", "leader", "lock", "jobs/nightly").contains(place)) {
			assertThat(refusals)
				.anyMatch((refusal) -> refusal.contains(path(place).toString()) && refusal.contains("hard links"));
		}
	}

	/** Opening a pipe for reading or writing may block forever. */
	@ParameterizedTest
	@ValueSource(strings = { ".driver_lock", "leader", "lock" })
	void aPipeIsNotOpened(String place) throws Exception {
		Coordinator one = one();
		one.close();
		Files.deleteIfExists(path(place));
		assertThat(new ProcessBuilder("mkfifo", path(place).toString()).start().waitFor()).isZero();
		assertThat(useEverything(coordinator("two")))
			.anyMatch((refusal) -> refusal.contains(path(place) + ": not a regular file"));
	}

	@Test
	void aLinkHidesOnlyItsOwnGroup() throws Exception {
		one();
		Files.createSymbolicLink(this.directory.group("other"), this.directory.group(GROUP));
		Files.createSymbolicLink(this.directory.groups().resolve("nothing"), this.victim.resolve("nothing"));
		assertThat(coordinator("two").getGroups()).containsExactly(GROUP);
	}

	@Test
	void existingFilesAreNotTruncated() throws IOException {
		Files.createDirectory(this.directory.root());
		Files.writeString(path(".driver_lock"), SECRET);
		Files.writeString(path("lock"), SECRET);
		assertThat(useEverything(coordinator("one"))).isEmpty();
		assertThat(path(".driver_lock")).hasContent(SECRET);
		assertThat(path("lock")).hasContent(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "groups", "tmp", "leaders", "jobs", "group" })
	void aDirectoryWritableForAllUsersIsRefused(String place) throws IOException {
		one().close();
		Path writable = place.isEmpty() ? this.directory.root() : path(place);
		Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxrwxrwx"));
		Map<String, String> before = snapshot(writable);
		assertThat(useEverything(coordinator("two")))
			.anyMatch((refusal) -> refusal.contains(writable + " is writable for every user")
					&& refusal.contains("Run 'chmod o-w " + writable + "'") && refusal.contains("coordination URL")
					&& refusal.contains("-m 2770 " + this.directory.root()));
		assertThat(snapshot(writable)).isEqualTo(before);
		Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxr-xr-x"));
		assertThat(useEverything(coordinator("three"))).noneMatch((refusal) -> refusal.contains("writable"));
	}

	@Test
	void newFilesAreAccessibleOnlyToThisUser() throws IOException {
		Path deep = this.temporary.resolve("a/b/c");
		Coordinator one = coordinator(deep, "one");
		one.joinGroupCreate(GROUP, Map.of());
		one.getLock("jobs/nightly").acquireOrThrow(Duration.ZERO).close();
		one.setAnnotation(GROUP, "annotation", "text");
		one.watchElectedAsLeader(GROUP, (event) -> {
		});
		one.runElectCoordinator();
		try (Stream<Path> created = Files.walk(this.temporary.resolve("a"))) {
			assertThat(created).hasSizeGreaterThan(12)
				.allSatisfy((path) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
					.isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
		}
	}

	@Test
	void linksInTheParentPathAreFollowed() throws IOException {
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), this.victim);
		Files.setPosixFilePermissions(this.victim, PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThat(useEverything(coordinator(link.resolve("groups"), "one"))).isEmpty();
		assertThat(this.victim.resolve("groups/tmp")).isEmptyDirectory();
		Path direct = Files.createSymbolicLink(this.temporary.resolve("direct"), this.victim.resolve("groups"));
		assertThat(useEverything(coordinator(direct, "two"))).isEmpty();
	}

	@Test
	void aRefusedCallLeavesNoFile() throws IOException {
		Coordinator one = one();
		Coordinator two = coordinator("two");
		Path impossible = this.directory.root().resolve("new/deep/" + "x".repeat(300));
		two.start();
		Map<String, String> before = snapshot(this.directory.root());
		assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> two.joinGroup("other", Map.of()));
		assertThatExceptionOfType(GroupAlreadyExistsException.class).isThrownBy(() -> two.createGroup(GROUP));
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> coordinator("one").joinGroup(GROUP, Map.of()));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.directory.trusted().createFile(impossible));
		assertThat(snapshot(this.directory.root())).isEqualTo(before);
		Files.delete(this.directory.temporary());
		Files.createFile(this.directory.temporary());
		before = snapshot(this.directory.groups());
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> two.createGroup("other"))
			.withMessageContaining("not a directory");
		assertThat(snapshot(this.directory.groups())).isEqualTo(before);
		two.close();
		assertThat(one.getLeader(GROUP)).contains(new Leader("one"));
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> two.getLock("late").acquire(false));
		assertThat(path("late")).doesNotExist();
	}

}
