package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

import io.servicegroup.tooz.StoreUnavailableException;

/**
 * Checks that only this user, root and a Unix group chosen by one of them can write to
 * the directory. Creates missing files and directories in it. The path to the directory
 * may contain links. A link inside the directory is never followed, because users of the
 * Unix group could redirect the files of a member. New files and directories are
 * accessible only to this user, and to the Unix group if the directory is writable for
 * it.
 */
final class TrustedDirectory {

	private static final int SHARED_DIRECTORY = 0770;

	private static final int SET_GROUP = 02000;

	private static final int SHARED_FILE = 0660;

	private final Path root;

	TrustedDirectory(Path root) {
		this.root = root;
	}

	/** Creates the directory and its parents, unless it exists. */
	void createRoot() throws IOException {
		if (!Files.exists(this.root)) {
			Files.createDirectories(this.root, permissions("rwx------"));
		}
		checkRoot();
	}

	/**
	 * Checks the root, and all directories between it and the given one, as far as they
	 * exist.
	 * @throws StoreUnavailableException if one of them cannot be trusted
	 */
	void check(Path directory) throws IOException {
		try {
			FileStatus status = checkRoot();
			for (Path inside : below(directory)) {
				checkInside(inside, status);
			}
		}
		catch (NoSuchFileException ex) {
			// The operation that needs the directory reports that it is missing.
		}
	}

	/** Checks as {@link #check} does, and creates missing directories below the root. */
	void create(Path directory) throws IOException {
		create(directory, new ArrayDeque<>());
	}

	private FileStatus create(Path directory, Deque<Path> created) throws IOException {
		FileStatus status = checkRoot();
		try {
			for (Path inside : below(directory)) {
				if (!Files.exists(inside, LinkOption.NOFOLLOW_LINKS)) {
					createDirectory(inside, status, created);
				}
				checkInside(inside, status);
			}
			return status;
		}
		catch (IOException | RuntimeException ex) {
			deleteAll(created, ex);
			throw ex;
		}
	}

	private static void createDirectory(Path directory, FileStatus root, Deque<Path> created) throws IOException {
		try {
			Files.createDirectory(directory, permissions("rwx------"));
		}
		catch (FileAlreadyExistsException ex) {
			// Another process has created it; both need the same directory.
			return;
		}
		created.push(directory);
		if (root.isWritableByGroup()) {
			setMode(directory, SHARED_DIRECTORY | (root.permissions() & SET_GROUP));
		}
	}

	/**
	 * Creates an empty file, and the directories that lead to it.
	 * @throws FileAlreadyExistsException if a file or link exists there
	 */
	void createFile(Path file) throws IOException {
		Deque<Path> created = new ArrayDeque<>();
		FileStatus status = create(parent(file), created);
		try {
			Files.createFile(file, permissions("rw-------"));
			created.push(file);
			if (status.isWritableByGroup()) {
				setMode(file, SHARED_FILE);
			}
		}
		catch (IOException | RuntimeException ex) {
			deleteAll(created, ex);
			throw ex;
		}
	}

	/** Creates a lock file unless it exists. Refuses a file that is unsafe to open. */
	void provideLockFile(Path file) throws IOException {
		check(parent(file));
		try {
			FileStatus.requireOnlyName(file);
		}
		catch (NoSuchFileException missing) {
			try {
				createFile(file);
			}
			catch (FileAlreadyExistsException ex) {
				// Another process has created it; both need the same file.
				FileStatus.requireOnlyName(file);
			}
		}
	}

	private static Path parent(Path file) {
		Path parent = file.getParent();
		return (parent != null) ? parent : file;
	}

	private Iterable<Path> below(Path directory) {
		Deque<Path> paths = new ArrayDeque<>();
		Path path = directory;
		while (path != null && !path.equals(this.root)) {
			paths.push(path);
			path = path.getParent();
		}
		return paths;
	}

	/** Checks the root, and returns its status, for {@link #checkInside}. */
	FileStatus checkRoot() throws IOException {
		FileStatus itself = FileStatus.of(this.root);
		if (itself.isLink() && itself.isForeign()) {
			throw refused(this.root, "is a link that " + owner(this.root) + " made", "Remove the link, or ");
		}
		FileStatus status = itself.isLink() ? FileStatus.ofTarget(this.root) : itself;
		if (!status.isDirectory()) {
			throw new FileSystemException(this.root.toString(), null, "not a directory");
		}
		if (status.isForeign()) {
			throw refused(this.root, "belongs to " + owner(this.root.toRealPath()),
					"Run 'chown " + CurrentUser.id() + " " + this.root + "' if its content is known, or ");
		}
		checkOthers(this.root, status);
		return status;
	}

	/**
	 * Checks a directory, but not those between it and the root.
	 * @param root the status of the root
	 */
	void checkInside(Path directory, FileStatus root) throws IOException {
		FileStatus status = FileStatus.of(directory);
		if (!status.isDirectory()) {
			throw new FileSystemException(directory.toString(), null, "not a directory but "
					+ (status.isLink() ? "a link, which is not followed" : "something else") + ". Remove it");
		}
		if (status.isForeign() && !root.isWritableByGroup()) {
			throw refused(directory, "belongs to " + owner(directory), "Remove it, or ");
		}
		checkOthers(directory, status);
	}

	private void checkOthers(Path directory, FileStatus status) {
		if (status.isWritableByOthers()) {
			throw refused(directory, "is writable for every user of this machine",
					"Run 'chmod o-w " + directory + "' if its content is known, or ");
		}
	}

	private StoreUnavailableException refused(Path directory, String why, String fix) {
		return new StoreUnavailableException("The directory " + directory + " " + why
				+ ", so other users could take part in the group or redirect its files. " + fix
				+ "name another directory in the coordination URL; one that does not exist is created with mode 0700. "
				+ sharing(this.root), null);
	}

	private static String sharing(Path directory) {
		return "To share it with other users, create a Unix group and run 'install -d -o root -g GROUP -m 2770 "
				+ directory + "'";
	}

	/** Returns the text of an error, with advice if this user lacks a permission. */
	String explain(Exception failure) {
		if (!(failure instanceof AccessDeniedException denied)) {
			return failure.toString();
		}
		return "the user with id " + CurrentUser.id() + " has no right to use " + denied.getFile() + owned(denied)
				+ ". Run all members as one user. " + sharing(this.root);
	}

	private static String owned(AccessDeniedException denied) {
		try {
			return ", which belongs to " + owner(Path.of(denied.getFile()));
		}
		catch (IOException | RuntimeException ex) {
			return "";
		}
	}

	private static String owner(Path file) throws IOException {
		return "user '" + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName() + "'";
	}

	/** Sets the mode, independent of the process's umask. */
	private static void setMode(Path file, int mode) throws IOException {
		Files.setAttribute(file, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
	}

	private static FileAttribute<?>[] permissions(String permissions) {
		return CurrentUser.UNIX
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Deletes the files and directories that a failed call has created, except
	 * directories that already contain other files.
	 */
	private static void deleteAll(Iterable<Path> created, Exception failure) {
		for (Path path : created) {
			try {
				Files.deleteIfExists(path);
			}
			catch (IOException ex) {
				failure.addSuppressed(ex);
			}
		}
	}

}
