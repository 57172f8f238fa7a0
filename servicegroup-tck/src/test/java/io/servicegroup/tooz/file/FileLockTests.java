package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.LostLockContract;
import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests locks on files, which last as long as their process and have no timeout.
 */
class FileLockTests extends LostLockContract
		implements LockFeatures.NoFencing, LockFeatures.NoBreaking, LockFeatures.Sharing {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private Path file() {
		return ((SharedDirectory) this.server).path().resolve(this.name);
	}

	/** Locks the file as tooz does: {@code fcntl.lockf}. */
	private boolean anotherProcessCanLock(String kind) throws Exception {
		Process python = new ProcessBuilder("/usr/bin/python3", "-c", """
				import fcntl, sys
				try:
				    fcntl.lockf(open(sys.argv[1], 'r+'), getattr(fcntl, sys.argv[2]) | fcntl.LOCK_NB)
				except BlockingIOError:
				    sys.exit(3)
				""", file().toString(), kind).inheritIO().start();
		int exit = python.waitFor();
		assertThat(exit).isIn(0, 3);
		return exit == 0;
	}

	@Test
	@Override
	protected void aHolderThatWakesTooLateIsNotifiedAtOnce() {
		ServerProcess holder = holder("one");
		DistributedLock two = lock("two");
		holder.pause();
		assertThat(two.acquire(BOUND)).isFalse();
		holder.resume();
		within(RECOVERY.multipliedBy(2)).during(RECOVERY).until(() -> !holder.output().contains("LOST"));
		assertThat(two.acquire(false)).isFalse();
		holder.kill();
		assertThat(two.acquire(Duration.ofSeconds(1))).isTrue();
	}

	@Test
	@Override
	protected void aHolderThatCannotRenewIsNotifiedBeforeAnotherCanHaveTheLock() {
		DistributedLock one = lock("one");
		one.acquire();
		assertThat(lock("two").acquire(BOUND.plusSeconds(1))).isFalse();
		assertThat(one.isStillOwner()).isTrue();
		assertThat(one.release()).isTrue();
	}

	@Test
	@Override
	protected void aHolderCutOffFromTheServerIsNotifiedBeforeItsTimeIsOver() {
		DistributedLock lock = beating(coordinator("one")).getLock(this.name);
		lock.acquire();
		DistributedLock two = lock("two");
		this.server.pause();
		try {
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> two.acquire(false))
				.withMessageContaining(file().toString());
			assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(lock::isStillOwner);
			within(TIMEOUT.multipliedBy(2)).during(TIMEOUT.plusSeconds(1)).until(lock::isAcquired);
		}
		finally {
			this.server.resume();
		}
		assertThat(two.acquire(false)).isFalse();
		assertThat(lock.isStillOwner()).isTrue();
		assertThat(lock.release()).isTrue();
		assertThat(two.acquire(false)).isTrue();
	}

	@Test
	void aLockIsLostWhenItsFileIsDeleted() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock(this.name);
		AtomicInteger lost = new AtomicInteger();
		lock.onLost(lost::incrementAndGet);
		lock.acquire();
		this.server.wipe();
		DistributedLock two = lock("two");
		assertThat(two.acquire(false)).isTrue();
		one.heartbeat();
		assertThat(lock.isAcquired()).isFalse();
		within(Duration.ofSeconds(1)).until(() -> lost.get() == 1);
		assertThat(lock.release()).isFalse();
		assertThat(lock.acquire(false)).isFalse();
		assertThat(two.isStillOwner()).isTrue();
	}

	@Test
	void triesInThisProcessDoNotReleaseTheLockForOtherProcesses() throws Exception {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		one.acquire();
		assertThat(two.acquire(Duration.ofMillis(300))).isFalse();
		assertThat(two.acquireShared(Duration.ZERO)).isFalse();
		assertThat(anotherProcessCanLock("LOCK_SH")).isFalse();
		one.release();
		assertThat(anotherProcessCanLock("LOCK_EX")).isTrue();
	}

	@Test
	void sharedLocksExcludeOtherProcessesUntilTheLastRelease() throws Exception {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		one.acquireShared(Duration.ZERO);
		two.acquireShared(Duration.ZERO);
		assertThat(lock("three").acquire(false)).isFalse();
		one.release();
		assertThat(anotherProcessCanLock("LOCK_EX")).isFalse();
		assertThat(anotherProcessCanLock("LOCK_SH")).isTrue();
		assertThat(two.isStillOwner()).isTrue();
		two.release();
		assertThat(anotherProcessCanLock("LOCK_EX")).isTrue();
	}

	@Test
	void sharedLocksRespectAnotherProcess() {
		ServerProcess holder = holder("one");
		DistributedLock two = lock("two");
		assertThat(two.acquireShared(Duration.ZERO)).isFalse();
		holder.kill();
		assertThat(two.acquireShared(Duration.ofSeconds(1))).isTrue();
	}

	@Test
	void anotherPathToTheDirectoryUsesTheSameLock() throws IOException {
		DistributedLock one = lock("one");
		DistributedLock two = opened(Coordinators.get("file://" + file().getParent().toRealPath(), "two"))
			.getLock("x/../" + this.name);
		one.acquire();
		assertThat(two.acquire(false)).isFalse();
		one.release();
		assertThat(two.acquire(false)).isTrue();
	}

	@Test
	void anInterruptedThreadCanTryAndRelease() {
		DistributedLock lock = lock("one");
		try {
			Thread.currentThread().interrupt();
			assertThat(lock.acquire(false)).isTrue();
			assertThat(lock.isStillOwner()).isTrue();
			assertThat(lock.release()).isTrue();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		assertThat(lock("two").acquire(false)).isTrue();
	}

	@Test
	void namesMayBePathsAndFilesKeepTheirContent() throws IOException {
		Coordinator one = coordinator("one");
		String path = this.name + "-d/deep/lock";
		try (DistributedLock lock = one.getLock(path).acquireOrThrow(Duration.ZERO)) {
			assertThat(lock.isStillOwner()).isTrue();
			assertThat(one.getLock(this.name + "-d//deep/./lock").acquire(false)).isFalse();
		}
		assertThat(file().resolveSibling(path)).isEmptyFile();
		Files.writeString(file(), "other content");
		lock("two").acquireOrThrow(Duration.ZERO).close();
		assertThat(file()).hasContent("other content");
		DistributedLock below = one.getLock(this.name + "/x");
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> below.acquire(false))
			.withMessageContaining("Check that");
	}

	@ParameterizedTest
	@CsvSource({ "../x, names no file", "x/../../y, names no file", "., names no file", "x/.., names no file",
			"/, names no file", "/etc/x, names no file", "groups, reserved", "groups/x, reserved", "./tmp, reserved",
			"leaders/x, reserved", ".driver_lock, reserved", "x/../groups, reserved" })
	void namesOutsideTheDirectoryOrReservedAreRefused(String wrong, String why) {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLock(wrong))
			.withMessageContaining("'" + wrong + "'")
			.withMessageContaining(why)
			.satisfies((ex) -> assertThat(ex.fix()).startsWith("Use "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\0", "a\0b" })
	void invalidFileNamesAreRefused(String wrong) {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLock(wrong))
			.withMessageContaining("cannot be a file's name");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLock("€".repeat(100)))
			.withMessageContaining("too long");
	}

}
