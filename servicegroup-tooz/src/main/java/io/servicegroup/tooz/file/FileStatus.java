package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

/**
 * The type, owner and permissions of a file. If the file system has no owners and
 * permissions, each file counts as owned by this user.
 *
 * @param type the file type bits of the mode
 * @param permissions the permission bits of the mode
 * @param owner the owner's user id
 * @param links the number of hard links
 */
record FileStatus(int type, int permissions, int owner, int links) {

	private static final int TYPE = 0170000;

	private static final int LINK = 0120000;

	private static final int REGULAR = 0100000;

	private static final int DIRECTORY = 0040000;

	private static final int PERMISSIONS = 07777;

	private static final int WRITABLE_BY_GROUP = 0020;

	private static final int WRITABLE_BY_OTHERS = 0002;

	/** Returns the status of the file itself. Does not follow links. */
	static FileStatus of(Path file) throws IOException {
		return read(file, LinkOption.NOFOLLOW_LINKS);
	}

	static FileStatus ofTarget(Path file) throws IOException {
		return read(file);
	}

	private static FileStatus read(Path file, LinkOption... options) throws IOException {
		if (!CurrentUser.UNIX) {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, options);
			int type = attributes.isDirectory() ? DIRECTORY : attributes.isRegularFile() ? REGULAR : LINK;
			return new FileStatus(type, 0700, CurrentUser.id(), 1);
		}
		Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,uid,nlink", options);
		int mode = number(attributes, "mode");
		return new FileStatus(mode & TYPE, mode & PERMISSIONS, number(attributes, "uid"), number(attributes, "nlink"));
	}

	private static int number(Map<String, Object> attributes, String name) {
		return (Integer) Objects.requireNonNull(attributes.get(name));
	}

	boolean isDirectory() {
		return this.type == DIRECTORY;
	}

	boolean isLink() {
		return this.type == LINK;
	}

	boolean isRegularFile() {
		return this.type == REGULAR;
	}

	boolean isWritableByGroup() {
		return (this.permissions & WRITABLE_BY_GROUP) != 0;
	}

	boolean isWritableByOthers() {
		return (this.permissions & WRITABLE_BY_OTHERS) != 0;
	}

	/** Returns whether another user than root and this process's user owns the file. */
	boolean isForeign() {
		return this.owner != CurrentUser.ROOT && this.owner != CurrentUser.id();
	}

	/**
	 * Refuses a file that is unsafe to open for writing: a link, a file with several hard
	 * links, or a pipe, which may block forever.
	 * @throws FileSystemException if the file is refused
	 */
	static void requireOnlyName(Path file) throws IOException {
		FileStatus status = of(file);
		if (!status.isRegularFile()) {
			throw new FileSystemException(file.toString(), null, "not a regular file but "
					+ (status.isLink() ? "a link" : "something else") + ", which is not followed or opened. Remove it");
		}
		if (status.links > 1) {
			throw new FileSystemException(file.toString(), null,
					"the file has " + status.links + " hard links, so it may be used for another purpose. Remove it");
		}
	}

}
