package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;

/**
 * The kind, owner and rights of a file. Where the file system has no owners and rights,
 * each file counts as this user's own.
 *
 * @param type the part of the mode that says what kind of file it is
 * @param permissions the rest of the mode
 * @param owner the owner's number
 * @param links how many names the file has
 */
record FileStatus(int type, int permissions, int owner, int links) {

	static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

	private static final int TYPE = 0170000;

	private static final int LINK = 0120000;

	private static final int REGULAR = 0100000;

	private static final int DIRECTORY = 0040000;

	private static final int PERMISSIONS = 07777;

	private static final int WRITABLE_BY_GROUP = 0020;

	private static final int WRITABLE_BY_OTHERS = 0002;

	/** Of the file itself: a link is not followed. */
	static FileStatus of(Path file) throws IOException {
		return read(file, LinkOption.NOFOLLOW_LINKS);
	}

	static FileStatus ofTarget(Path file) throws IOException {
		return read(file);
	}

	private static FileStatus read(Path file, LinkOption... options) throws IOException {
		if (!UNIX) {
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

	/** Whether neither root nor this process's user owns it. */
	boolean isForeign() {
		return this.owner != CurrentUser.ROOT && this.owner != CurrentUser.id();
	}

	/**
	 * Refuses a file that may belong elsewhere, before it is opened for writing: a link,
	 * a second name of another file, and a pipe, on which opening may never end.
	 * @throws FileSystemException if it is refused
	 */
	static void requireOnlyName(Path file) throws IOException {
		FileStatus status = of(file);
		if (!status.isRegularFile()) {
			throw new FileSystemException(file.toString(), null, "not a regular file but "
					+ (status.isLink() ? "a link" : "something else") + ", which is not followed or opened. Remove it");
		}
		if (status.links > 1) {
			throw new FileSystemException(file.toString(), null,
					"the file has " + status.links + " hard links, so it may be a file of another purpose. Remove it");
		}
	}

}
