package io.servicegroup.tooz.file;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.Directories;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests several users of one machine that share a directory. Only root can start
 * processes as other users; without root, all processes run as the current user.
 */
class SharedByUsersTests {

	private static final boolean ROOT = CurrentUser.id() == CurrentUser.ROOT;

	private static final int ALICE = 60_001;

	private static final int BOB = 60_002;

	/** The Unix group of both users, which is the primary group of neither. */
	private static final int TEAM = 60_003;

	@TempDir
	private Path temporary;

	/** This user's class path, where other users can read it. */
	private String classPath = System.getProperty("java.class.path");

	private LocalProcess member(int user, Path root, String member) throws Exception {
		List<String> command = new ArrayList<>(
				SmallJvm.command(SharingMember.class, "file://" + root + "?timeout=5", member));
		if (ROOT) {
			command.set(command.indexOf("-cp") + 1, readableClassPath());
			command.addAll(0, List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--groups=" + TEAM));
		}
		return new LocalProcess(command).start();
	}

	private String readableClassPath() throws Exception {
		Path copies = this.temporary.resolve("classpath");
		if (!Files.exists(copies)) {
			Files.setPosixFilePermissions(this.temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
			Files.createDirectory(copies);
			List<String> entries = new ArrayList<>();
			for (String entry : this.classPath.split(File.pathSeparator)) {
				Path copy = copies.resolve(entries.size() + "-" + Path.of(entry).getFileName());
				if (Files.exists(Path.of(entry))) {
					Directories.copy(Path.of(entry), copy);
					entries.add(copy.toString());
				}
			}
			assertThat(new ProcessBuilder("chmod", "-R", "a+rX", copies.toString()).start().waitFor()).isZero();
			this.classPath = String.join(File.pathSeparator, entries);
		}
		return this.classPath;
	}

	private Path shared(String mode) throws Exception {
		Path root = Files.createDirectory(this.temporary.resolve("shared"));
		if (ROOT) {
			assertThat(new ProcessBuilder("chgrp", "" + TEAM, root.toString()).start().waitFor()).isZero();
		}
		assertThat(new ProcessBuilder("chmod", mode, root.toString()).start().waitFor()).isZero();
		return root;
	}

	@Test
	void membersOfAUnixGroupShareADirectoryOwnedByRoot() throws Exception {
		Path root = shared("2770");
		try (LocalProcess alice = member(ALICE, root, "alice"); LocalProcess bob = member(BOB, root, "bob")) {
			for (LocalProcess process : List.of(alice, bob)) {
				await().atMost(Duration.ofSeconds(30)).until(() -> process.output().contains("MEMBERS [alice, bob]"));
				await().atMost(Duration.ofSeconds(10)).until(() -> process.output().contains("LEADER "));
				await().atMost(Duration.ofSeconds(10)).until(() -> process.output().contains("LOCKED"));
				await().atMost(Duration.ofSeconds(10)).until(() -> process.output().contains("NOTED"));
			}
		}
		try (Stream<Path> files = Files.walk(root)) {
			assertThat(files).hasSizeGreaterThan(8)
				.allSatisfy((file) -> assertThat(Integer
					.toOctalString((Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS)))
					.endsWith(Files.isDirectory(file) ? "2770" : "0660"));
		}
	}

	@Test
	void aUserWithoutPermissionIsRefusedWithTheFix() throws Exception {
		Path root = shared("0755");
		Coordinators.get("file://" + root, "root").start();
		if (!ROOT) {
			Files.setPosixFilePermissions(root.resolve("groups"), PosixFilePermissions.fromString("---------"));
		}
		try (LocalProcess alice = member(ALICE, root, "alice")) {
			await().atMost(Duration.ofSeconds(30)).until(() -> alice.output().contains("REFUSED"));
			assertThat(alice.output()).contains("the user with id " + (ROOT ? ALICE : CurrentUser.id()), "has no right",
					"Run all members as one user", "install -d -o root -g GROUP -m 2770 " + root);
		}
	}

	@Test
	void aDirectoryOfAnotherUserIsRefused() throws Exception {
		Path root = Files.createDirectory(this.temporary.resolve("prepared"));
		assertThat(new FileStatus(0040000, 0700, ROOT ? ALICE : CurrentUser.id() + 1, 2).isForeign()).isTrue();
		assertThat(new FileStatus(0040000, 0700, CurrentUser.ROOT, 2).isForeign()).isFalse();
		assertThat(new FileStatus(0040000, 0700, (Integer) Files.getAttribute(root, "unix:uid"), 2).isForeign())
			.isFalse();
		if (ROOT) {
			Coordinator one = Coordinators.get("file://" + root, "one");
			Files.setAttribute(root, "unix:uid", ALICE);
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> one.joinGroupCreate("g", Map.of()))
				.withMessageContaining(root + " belongs to user '" + ALICE + "'")
				.withMessageContaining("Run 'chown 0 " + root + "'")
				.withMessageContaining("coordination URL");
			assertThat(root).isEmptyDirectory();
			Files.setAttribute(root, "unix:uid", CurrentUser.ROOT);
			one.joinGroupCreate("g", Map.of());
			Files.setAttribute(root.resolve("groups"), "unix:uid", ALICE);
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::heartbeat)
				.withMessageContaining(root + "/groups belongs to user '" + ALICE + "'");
		}
	}

	/** As in a directory for temporary files, where every user can create links. */
	@Test
	void aLinkOfAnotherUserInPlaceOfTheDirectoryIsRefused() throws Exception {
		Path root = Files.createDirectory(this.temporary.resolve("own"));
		Path link = Files.createSymbolicLink(this.temporary.resolve("link"), root);
		Coordinator one = Coordinators.get("file://" + link, "one");
		if (ROOT) {
			Files.setAttribute(link, "unix:uid", ALICE, LinkOption.NOFOLLOW_LINKS);
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(one::start)
				.withMessageContaining("is a link that user '" + ALICE + "' made")
				.withMessageContaining("Remove the link");
			assertThat(root).isEmptyDirectory();
			Files.setAttribute(link, "unix:uid", CurrentUser.ROOT, LinkOption.NOFOLLOW_LINKS);
		}
		one.start();
		assertThat(root.resolve("groups")).isDirectory();
	}

}
