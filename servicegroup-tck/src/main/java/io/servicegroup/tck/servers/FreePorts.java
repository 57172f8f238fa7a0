package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Returns each port once, from blocks that this JVM has locked. So test JVMs that run at
 * the same time, even those of two builds, never get the same port. The ports are below
 * the range of ephemeral ports, so that no other process takes one while its server is
 * down.
 */
final class FreePorts {

	private static final int FIRST = 20_000;

	private static final int BLOCK_SIZE = 400;

	private static final int BLOCKS = 30;

	/** Open until the JVM ends: closing a channel would release its lock. */
	private static final List<FileChannel> LOCKS = new ArrayList<>();

	private static int next;

	private static int end;

	private FreePorts() {
	}

	static synchronized int next() {
		while (true) {
			if (next == end) {
				next = FIRST + lockBlock() * BLOCK_SIZE;
				end = next + BLOCK_SIZE;
			}
			try (ServerSocket socket = new ServerSocket(next++)) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// The port is in use: try the next one.
			}
		}
	}

	private static int lockBlock() {
		try {
			Path directory = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"),
					"servicegroup-ports-" + System.getProperty("user.name")));
			for (int block = LOCKS.size(); block < BLOCKS; block++) {
				FileChannel channel = FileChannel.open(directory.resolve(Integer.toString(block)),
						StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				LOCKS.add(channel);
				if (isLocked(channel)) {
					return block;
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new IllegalStateException("All " + BLOCKS + " blocks of test ports are in use by other JVMs");
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// Another class loader of this JVM has the block.
			return false;
		}
	}

}
