package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Decides which members are alive, by the modification times of their files. As in tooz,
 * a member is alive if the time is not in the future and not older than the timeout. All
 * members use the clock of one machine. Unlike tooz, the age of a file that was read
 * before is measured by the monotonic clock. So no member expires when the wall clock
 * jumps.
 */
final class ModificationTimes {

	private final Duration timeout;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Map<Path, Touch> seen = new ConcurrentHashMap<>();

	private volatile long cleanedAt;

	ModificationTimes(Duration timeout, Clock clock, LongSupplier nanoTime) {
		this.timeout = timeout;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.cleanedAt = nanoTime.getAsLong();
	}

	/**
	 * Updates the modification time with a write, so that the operating system sets it:
	 * the clock of this process may differ.
	 * @param first the file's first byte, which is written again
	 */
	static void touch(Path file, byte first) throws IOException {
		FileStatus.requireOnlyName(file);
		try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
			out.write(first);
		}
	}

	/**
	 * Updates the modification time of a file that has a content and no other name.
	 * @param content the content, which is not changed
	 * @return whether the file is like that; if not, nothing is done
	 */
	static boolean touchIfSame(Path file, byte[] content) throws IOException {
		FileStatus status = FileStatus.of(file);
		if (!status.isRegularFile() || status.links() > 1) {
			return false;
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS)) {
			ByteBuffer found = ByteBuffer.allocate(content.length + 1);
			channel.read(found, 0);
			if (!found.flip().equals(ByteBuffer.wrap(content))) {
				return false;
			}
			channel.write(ByteBuffer.wrap(content, 0, 1), 0);
			return true;
		}
	}

	boolean isAlive(Path file) throws IOException {
		try {
			return isAlive(file, Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
		}
		catch (NoSuchFileException ex) {
			this.seen.remove(file);
			return false;
		}
	}

	/**
	 * Returns whether the member of a file is alive.
	 * @param time the modification time of the file
	 */
	boolean isAlive(Path file, FileTime time) {
		long now = this.nanoTime.getAsLong();
		Touch touch = this.seen.compute(file, (path, before) -> look(before, time, now));
		removeUnused(now);
		return now - touch.touched <= this.timeout.toNanos();
	}

	private Touch look(@Nullable Touch before, FileTime time, long now) {
		if (before != null && before.time.equals(time)) {
			return new Touch(time, before.touched, now);
		}
		Duration age = Duration.between(time.toInstant(), this.clock.instant());
		if (!age.isNegative() && age.compareTo(this.timeout) <= 0) {
			return new Touch(time, now - age.toNanos(), now);
		}
		// The file was modified since a recent look, so this process's clock is wrong.
		boolean justNow = before != null && isRecent(before, now) && before.time.compareTo(time) < 0;
		return new Touch(time, justNow ? now : now - this.timeout.toNanos() - 1, now);
	}

	private boolean isRecent(Touch touch, long now) {
		return now - touch.looked < this.timeout.toNanos();
	}

	/** Removes entries of files that are no longer read. */
	private void removeUnused(long now) {
		if (now - this.cleanedAt > this.timeout.toNanos()) {
			this.cleanedAt = now;
			this.seen.values().removeIf((touch) -> !isRecent(touch, now));
		}
	}

	/**
	 * The last look at a file.
	 *
	 * @param time the modification time, by the wall clock
	 * @param touched the modification time, by the monotonic clock
	 * @param looked the time of the last look, by the monotonic clock
	 */
	private record Touch(FileTime time, long touched, long looked) {
	}

}
