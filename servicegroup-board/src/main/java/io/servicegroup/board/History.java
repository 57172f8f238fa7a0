package io.servicegroup.board;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the events of a group in a file, so that the time line outlives the process. One
 * line of JSON for each event is appended; a last line that was cut off is ignored. At
 * the start, and once the file is large, it is replaced by one with the events that are
 * kept in memory. Not thread-safe.
 */
final class History implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(History.class);

	private static final long MAX_BYTES = 16L << 20;

	/** A file that is larger was not written by this class. */
	private static final long MAX_READ = 4 * MAX_BYTES;

	private static final long MARK_INTERVAL_SECONDS = 60;

	private final Path file;

	private final String group;

	private final List<String> lines = new ArrayList<>();

	private FileChannel channel;

	private long written;

	private Instant marked = Instant.MIN;

	private boolean failed;

	private History(Path file, String group, FileChannel channel) {
		this.file = file;
		this.group = group;
		this.channel = channel;
	}

	/**
	 * Opens or creates a file.
	 * @param file the file; its directory exists
	 * @param group the id of the group whose events it keeps
	 * @return the history
	 * @throws IOException if it cannot be read and written, is in use by another process,
	 * or is the file of something else
	 */
	static History open(Path file, String group) throws IOException {
		FileChannel channel = LockedChannel.open(file, StandardOpenOption.CREATE);
		try {
			History history = new History(file, group, channel);
			history.read();
			return history;
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private void read() throws IOException {
		if (this.channel.size() > MAX_READ) {
			throw new IOException("it is too large for a history");
		}
		// Not closed: that would close the channel, and with it end the lock.
		String text = new String(Channels.newInputStream(this.channel).readAllBytes(), StandardCharsets.UTF_8);
		List<String> read = text.lines().toList();
		if (!read.isEmpty() && !read.get(0).equals(HistoryLines.header(this.group))) {
			throw new IOException(HistoryLines.isHeader(read.get(0)) ? "it is the history of another group"
					: "it is not a history of the board");
		}
		this.lines.addAll(read.subList(Math.min(1, read.size()), read.size()));
	}

	/** Fills a log with what was read, and replaces the file by what the log keeps. */
	void restoreTo(EventLog log) {
		HistoryLines.restore(this.lines, log);
		this.lines.clear();
		writing(() -> replace(log));
	}

	/** Appends what is new in a log, and once a minute that the application is alive. */
	void write(EventLog log, Instant now) {
		List<BoardEvent> newer = log.since(this.written, Integer.MAX_VALUE);
		StringBuilder text = new StringBuilder();
		for (int i = newer.size() - 1; i >= 0; i--) {
			text.append(HistoryLines.of(newer.get(i)));
		}
		if (now.isAfter(this.marked.plusSeconds(MARK_INTERVAL_SECONDS))) {
			text.append(HistoryLines.mark(now));
			this.marked = now;
		}
		if (!text.isEmpty()) {
			long last = newer.isEmpty() ? this.written : newer.get(0).number();
			writing(() -> {
				LockedChannel.append(this.channel, text.toString());
				this.written = last;
				if (this.channel.size() > MAX_BYTES) {
					replace(log);
				}
			});
		}
	}

	/** Notes the end of the application. */
	void end(EventLog log, Instant now) {
		this.marked = Instant.MIN;
		write(log, now);
		close();
	}

	private void replace(EventLog log) throws IOException {
		Path other = this.file.resolveSibling(this.file.getFileName() + ".tmp");
		Files.deleteIfExists(other);
		FileChannel replacement = LockedChannel.open(other, StandardOpenOption.CREATE_NEW);
		try {
			long last = log.number();
			LockedChannel.append(replacement, HistoryLines.whole(this.group, log));
			replacement.force(true);
			Files.move(other, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			this.written = last;
			this.marked = Instant.MIN;
		}
		catch (IOException | RuntimeException ex) {
			replacement.close();
			throw ex;
		}
		FileChannel before = this.channel;
		this.channel = replacement;
		before.close();
	}

	/** The board goes on in memory if the file fails. */
	private void writing(Work work) {
		if (this.failed) {
			return;
		}
		try {
			work.run();
		}
		catch (IOException ex) {
			this.failed = true;
			logger.warn(
					"History of the board cannot be written to {}: events from now on are kept in memory only. "
							+ "Free space or fix its rights, and restart the application. Cause: {}",
					this.file, ex.toString());
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("History {} was not closed", this.file, ex);
		}
	}

	private interface Work {

		void run() throws IOException;

	}

}
