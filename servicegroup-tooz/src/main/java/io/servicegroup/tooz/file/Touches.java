package io.servicegroup.tooz.file;

import java.io.IOException;
import java.io.OutputStream;
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
 * Who lives, by when the files were touched. As tooz counts: not from the future, and not
 * longer ago than the timeout; one machine, one clock. But a file that was looked at
 * before is judged by the monotonic clock: nobody dies of a jump of the wall clock.
 */
final class Touches {

	private final Duration timeout;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private final Map<Path, Touch> seen = new ConcurrentHashMap<>();

	private volatile long tidied;

	Touches(Duration timeout, Clock clock, LongSupplier nanoTime) {
		this.timeout = timeout;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.tidied = nanoTime.getAsLong();
	}

	/**
	 * Has the system set the file's time, by its own clock, which this process may not
	 * share.
	 * @param first the file's first byte, which is written again
	 */
	static void touch(Path file, byte first) throws IOException {
		FileStatus.requireOnlyName(file);
		try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
			out.write(first);
		}
	}

	boolean isAlive(Path file) throws IOException {
		try {
			FileTime time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
			long now = this.nanoTime.getAsLong();
			Touch touch = this.seen.compute(file, (path, before) -> look(before, time, now));
			tidyUp(now);
			return now - touch.touched <= this.timeout.toNanos();
		}
		catch (NoSuchFileException ex) {
			this.seen.remove(file);
			return false;
		}
	}

	private Touch look(@Nullable Touch before, FileTime time, long now) {
		if (before != null && before.time.equals(time)) {
			return new Touch(time, before.touched, now);
		}
		Duration age = Duration.between(time.toInstant(), this.clock.instant());
		if (!age.isNegative() && age.compareTo(this.timeout) <= 0) {
			return new Touch(time, now - age.toNanos(), now);
		}
		// Touched since a look that was not long ago: it is this clock that is wrong.
		boolean justNow = before != null && isRecent(before, now) && before.time.compareTo(time) < 0;
		return new Touch(time, justNow ? now : now - this.timeout.toNanos() - 1, now);
	}

	private boolean isRecent(Touch touch, long now) {
		return now - touch.looked < this.timeout.toNanos();
	}

	/** Forgets those that nobody looks at any more. */
	private void tidyUp(long now) {
		if (now - this.tidied > this.timeout.toNanos()) {
			this.tidied = now;
			this.seen.values().removeIf((touch) -> !isRecent(touch, now));
		}
	}

	/**
	 * What is known of a file.
	 *
	 * @param time its time, by the wall clock
	 * @param touched when that was, by the monotonic clock
	 * @param looked when it was looked at last
	 */
	private record Touch(FileTime time, long touched, long looked) {
	}

}
