package io.servicegroup.tooz.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file that this JVM has locked with a POSIX record lock, for one exclusive holder or
 * several shared ones. A POSIX lock belongs to the process, and closing any descriptor of
 * the file releases it. So one table contains all files that this JVM has locked. Its key
 * is the device and inode, because a file may have several paths. Only this class opens
 * these files, after it has checked the table.
 */
final class LockedFile {

	/** Its monitor also guards every open descriptor that is not in the table. */
	private static final Map<Object, LockedFile> IN_THIS_JVM = new HashMap<>();

	private final Object key;

	private final FileChannel channel;

	private final boolean shared;

	private final byte[] content;

	private int holders = 1;

	private LockedFile(Object key, FileChannel channel, boolean shared, byte[] content) {
		this.key = key;
		this.channel = channel;
		this.shared = shared;
		this.content = content;
	}

	/**
	 * Tries once to lock a file. Creates the file if it is missing.
	 * @param content written into the file, for {@link #read}
	 * @return the locked file, or empty if another holder has it
	 */
	static Optional<LockedFile> tryLock(TrustedDirectory directory, Path path, boolean shared, byte[] content)
			throws IOException {
		synchronized (IN_THIS_JVM) {
			directory.provideLockFile(path);
			Object key = key(path);
			LockedFile held = IN_THIS_JVM.get(key);
			if (held == null) {
				Optional<LockedFile> opened = open(path, key, shared, content);
				opened.ifPresent((file) -> IN_THIS_JVM.put(key, file));
				return opened;
			}
			if (!shared || !held.shared) {
				return Optional.empty();
			}
			held.holders++;
			return Optional.of(held);
		}
	}

	private static Optional<LockedFile> open(Path path, Object key, boolean shared, byte[] content) throws IOException {
		FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS);
		boolean kept = false;
		try {
			// If the file was deleted or replaced in between, this lock would exclude
			// no other process.
			if (!lock(channel, shared) || !isAt(path, key)) {
				return Optional.empty();
			}
			if (content.length > 0) {
				channel.truncate(0).write(ByteBuffer.wrap(content));
			}
			kept = true;
			return Optional.of(new LockedFile(key, channel, shared, content));
		}
		finally {
			if (!kept) {
				channel.close();
			}
		}
	}

	private static boolean lock(FileChannel channel, boolean shared) throws IOException {
		try {
			FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
			return lock != null;
		}
		catch (OverlappingFileLockException ex) {
			// Other code of this JVM has locked the file, because it is not in the table.
			return false;
		}
	}

	/**
	 * Reads the content that the exclusive holder, in any process, has written into a
	 * file. Java cannot query a lock, so this method tries to acquire a shared lock. If
	 * the file is not locked, this succeeds and lasts some microseconds. A candidate that
	 * fails to acquire the lock in this time retries.
	 * @return the content, or empty if the file is not locked
	 * @throws NoSuchFileException if the file does not exist
	 */
	static Optional<byte[]> read(Path path) throws IOException {
		synchronized (IN_THIS_JVM) {
			FileStatus.requireOnlyName(path);
			LockedFile held = IN_THIS_JVM.get(key(path));
			return (held != null) ? Optional.of(held.content) : probe(path);
		}
	}

	private static Optional<byte[]> probe(Path path) throws IOException {
		try (FileChannel probe = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
			return lock(probe, true) ? Optional.empty() : Optional.of(Channels.newInputStream(probe).readAllBytes());
		}
	}

	/**
	 * Returns whether the path still leads to this file, so that other contenders lock
	 * the same file.
	 */
	boolean isAt(Path path) throws IOException {
		return this.channel.isOpen() && isAt(path, this.key);
	}

	private static boolean isAt(Path path, Object key) throws IOException {
		try {
			return key.equals(key(path));
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/** Returns the identity of a file. Opens no descriptor. */
	private static Object key(Path path) throws IOException {
		Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		return (key != null) ? key : path.toRealPath();
	}

	/**
	 * Releases one holder's share. The last release unlocks the file. The file is not
	 * deleted.
	 */
	void release() throws IOException {
		synchronized (IN_THIS_JVM) {
			if (--this.holders > 0) {
				return;
			}
			IN_THIS_JVM.remove(this.key);
			try (FileChannel closed = this.channel) {
				if (this.content.length > 0) {
					// The next holder writes its id only after it has locked the file.
					// Until then, an unknown leader is better than this one.
					closed.truncate(0);
				}
			}
		}
	}

}
