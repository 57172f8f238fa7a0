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
 * A file that this JVM keeps locked with a POSIX record lock, for one contender alone or
 * for several that share it. Such a lock belongs to the process, and closing any
 * descriptor of the file gives it up. So all files that this JVM has locked stand in one
 * table, by device and inode, as one file may have several paths; and whoever opens one
 * does it here, and only after a look into the table.
 */
final class LockedFile {

	/** Guards itself, and every open descriptor that is not in it. */
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
	 * Locks a file, without waiting, and creates it first where it is missing.
	 * @param content what to write into it, for {@link #read}
	 * @return the locked file, unless another holds it
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
			// Whoever deletes the file between the two looks at it locks nobody out.
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
			// Held by other code of this JVM, as it is not in the table.
			return false;
		}
	}

	/**
	 * Reads what the exclusive holder of a file, in whichever process, has written into
	 * it. Another process is asked by trying to share its lock, as Java cannot ask
	 * without trying. If nobody holds the file, it is shared for some microseconds, in
	 * which a candidate may try in vain; it will try again.
	 * @return the content, if somebody holds the file
	 * @throws NoSuchFileException if nobody ever did
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

	/** Whether others who want the lock at a path find this very file there. */
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

	/** Opens no descriptor. */
	private static Object key(Path path) throws IOException {
		Object key = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		return (key != null) ? key : path.toRealPath();
	}

	/** Ends one holder's share, and the lock with the last one; leaves the file. */
	void release() throws IOException {
		synchronized (IN_THIS_JVM) {
			if (--this.holders > 0) {
				return;
			}
			IN_THIS_JVM.remove(this.key);
			try (FileChannel closed = this.channel) {
				if (this.content.length > 0) {
					// The next holder's name is not there at once: no name is better.
					closed.truncate(0);
				}
			}
		}
	}

}
