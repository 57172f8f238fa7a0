package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Identifies the content of a file without reading it: each write changes a time.
 *
 * @param isRegularFile whether it is a regular file
 * @param key the device and inode, or {@code null} if the file system does not tell
 * @param size the number of bytes
 * @param modified the time of the last write or heartbeat
 * @param changed the time of the last change of any kind
 * @param isSettled whether a later write shows: a write just after another one may have
 * the same time, as file systems count in ticks, some in two seconds
 */
record FileVersion(boolean isRegularFile, @Nullable Object key, long size, FileTime modified, FileTime changed,
		boolean isSettled) {

	private static final long TICK_MILLIS = TimeUnit.SECONDS.toMillis(3);

	/** Returns the version of the file itself. Does not follow links. */
	static FileVersion of(Path file) throws IOException {
		if (!CurrentUser.UNIX) {
			BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return new FileVersion(found.isRegularFile(), found.fileKey(), found.size(), found.lastModifiedTime(),
					found.lastModifiedTime(), false);
		}
		long before = System.currentTimeMillis() - TICK_MILLIS;
		Map<String, Object> found = Files.readAttributes(file, "unix:isRegularFile,fileKey,size,lastModifiedTime,ctime",
				LinkOption.NOFOLLOW_LINKS);
		FileTime modified = (FileTime) Objects.requireNonNull(found.get("lastModifiedTime"));
		FileTime changed = (FileTime) Objects.requireNonNull(found.get("ctime"));
		return new FileVersion(Boolean.TRUE.equals(found.get("isRegularFile")), found.get("fileKey"),
				(Long) Objects.requireNonNull(found.get("size")), modified, changed,
				modified.toMillis() < before && changed.toMillis() < before);
	}

	/** Whether a write shows does not belong to the version. */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof FileVersion version && this.isRegularFile == version.isRegularFile
				&& this.size == version.size && Objects.equals(this.key, version.key)
				&& this.modified.equals(version.modified) && this.changed.equals(version.changed);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.key, this.size, this.modified, this.changed);
	}

}
