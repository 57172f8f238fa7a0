package io.servicegroup.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens files that only one process uses, and appends to them.
 */
final class LockedChannel {

	private static final Logger logger = LoggerFactory.getLogger(LockedChannel.class);

	private LockedChannel() {
	}

	static FileChannel open(Path file, StandardOpenOption creation) throws IOException {
		FileChannel channel = FileChannel.open(file, creation, StandardOpenOption.READ, StandardOpenOption.WRITE);
		try {
			if (channel.tryLock() != null) {
				return channel;
			}
		}
		catch (OverlappingFileLockException ex) {
			logger.debug("{} is locked by this process", file, ex);
		}
		channel.close();
		throw new IOException("another application uses it");
	}

	static void append(FileChannel channel, String text) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		long at = channel.size();
		while (bytes.hasRemaining()) {
			at += channel.write(bytes, at);
		}
	}

}
