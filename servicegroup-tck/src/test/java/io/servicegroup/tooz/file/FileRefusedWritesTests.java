package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.StoreUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A directory that can be read but no longer written, as after a remount or a change of
 * its permissions: no member is believed to have left.
 */
class FileRefusedWritesTests extends StoreFixture {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	/** As root, remounts a file system, because permissions do not bind root. */
	@Test
	void nobodyLeavesWhileWritesAreRefused(@TempDir Path directory) throws Exception {
		String path = directory.toString();
		if (!run("id", "-u").equals("0")) {
			nobodyLeaves(path, "chmod -R a-w", "chmod -R u+w");
			return;
		}
		run("mount", "-t", "tmpfs", "-o", "mode=0700", "none", path);
		try {
			nobodyLeaves(path, "mount -o remount,ro", "mount -o remount,rw");
		}
		finally {
			run("umount", "-l", path);
		}
	}

	private void nobodyLeaves(String directory, String refuse, String accept) throws Exception {
		String url = "file://" + directory + "/store?timeout=" + timeout().toSeconds();
		Coordinator one = beating(started(url, "one"));
		Coordinator two = beating(started(url, "two"));
		one.joinGroupCreate(this.group, null);
		two.joinGroup(this.group, null);
		List<Coordinator> readers = List.of(one, two, started(url, "observer"));
		readers.forEach((reader) -> assertThat(hasBothOrFails(reader)).isTrue());
		run((refuse + " " + directory).split(" "));
		within(timeout().multipliedBy(3)).during(timeout().plusSeconds(2))
			.untilAsserted(() -> readers.forEach(this::hasBothOrFails));
		assertThat(readers).noneMatch(this::hasBothOrFails);
		run((accept + " " + directory).split(" "));
		within(recovery().multipliedBy(2)).until(() -> readers.stream().filter(this::hasBothOrFails).count() == 3);
	}

	/** Returns whether both members were read. A reading without one of them is wrong. */
	private boolean hasBothOrFails(Coordinator reader) {
		try {
			assertThat(reader.getMembers(this.group)).containsExactlyInAnyOrder("one", "two");
			return true;
		}
		catch (StoreUnavailableException ex) {
			return false;
		}
	}

	private static String run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
		return output;
	}

}
