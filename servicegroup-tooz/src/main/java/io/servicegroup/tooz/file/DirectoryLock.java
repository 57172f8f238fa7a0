package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;

/**
 * The exclusive POSIX record lock that tooz acquires for every change. A POSIX lock
 * belongs to the process, and closing any descriptor of the file releases it. So a thread
 * first acquires a lock in memory, and only one thread of this JVM opens the file at a
 * time.
 */
final class DirectoryLock {

	private static final long RETRY_MILLIS = 5;

	private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

	private final GroupDirectory directory;

	private final Path path;

	private final Duration timeout;

	private final ReentrantLock inThisJvm;

	DirectoryLock(GroupDirectory directory, Duration timeout) {
		this.directory = directory;
		this.path = directory.lock();
		this.timeout = timeout;
		this.inThisJvm = IN_THIS_JVM.computeIfAbsent(this.path, (p) -> new ReentrantLock(true));
	}

	/** Runs an action without the lock, and translates its errors. */
	<T> T withoutLock(Callable<T> work) {
		try {
			return work.call();
		}
		catch (CoordinationException ex) {
			throw ex;
		}
		catch (ClosedByInterruptException ex) {
			throw interrupted(ex);
		}
		catch (Exception ex) {
			throw new StoreUnavailableException("The directory " + this.directory.root() + " cannot be used: "
					+ this.directory.trusted().explain(ex), ex);
		}
	}

	/** Runs an action while holding the lock. */
	<T> T withLock(Callable<T> work) {
		return withoutLock(() -> locked(work));
	}

	private <T> T locked(Callable<T> work) throws Exception {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		try {
			if (!this.inThisJvm.tryLock(this.timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw timedOut();
			}
			try (FileChannel file = open(); FileLock lock = lock(file, deadline)) {
				return work.call();
			}
			finally {
				this.inThisJvm.unlock();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw interrupted(ex);
		}
	}

	private CoordinationInterruptedException interrupted(Exception ex) {
		return new CoordinationInterruptedException("Interrupted while using " + this.directory.root(), ex);
	}

	private FileChannel open() throws IOException {
		this.directory.trusted().provideLockFile(this.path);
		return FileChannel.open(this.path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
	}

	private FileLock lock(FileChannel file, long deadline) throws IOException, InterruptedException {
		FileLock lock = file.tryLock();
		while (lock == null) {
			if (System.nanoTime() - deadline > 0) {
				throw timedOut();
			}
			// POSIX has no lock with a timeout, so this polls. The holder needs the lock
			// only for a few file operations.
			Thread.sleep(RETRY_MILLIS);
			lock = file.tryLock();
		}
		return lock;
	}

	private OperationTimeoutException timedOut() {
		return new OperationTimeoutException("Another process has held the lock " + this.path + " for more than "
				+ this.timeout.toMillis() + " ms. Check whether the process is frozen", null);
	}

}
