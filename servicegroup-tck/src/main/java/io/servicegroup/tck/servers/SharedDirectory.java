package io.servicegroup.tck.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;

import io.servicegroup.tooz.Capabilities;

/**
 * The store of the file backend: a link to a directory. {@link #stop} replaces the link
 * with a plain file, which makes the path unusable. Each change is one atomic rename, so
 * that a member that writes constantly sees no intermediate state.
 */
public final class SharedDirectory implements StoreServer {

	private final Path home;

	private final Path path;

	private Path directory;

	public SharedDirectory() {
		try {
			this.home = Files.createTempDirectory("servicegroup-");
			this.path = this.home.resolve("store");
			start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Path path() {
		return this.path;
	}

	@Override
	public ServerProcess process() {
		throw new UnsupportedOperationException("A directory has no process");
	}

	@Override
	public String url(String query) {
		return "file://" + this.path + "?" + query;
	}

	@Override
	public void stop() {
		try {
			put(Files.createTempFile(this.home, "file-", ""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void start() {
		try {
			this.directory = Files.createTempDirectory(this.home, "directory-");
			link();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void link() throws IOException {
		put(Files.createSymbolicLink(this.home.resolve("link"), this.directory));
	}

	private void put(Path replacement) throws IOException {
		Files.move(replacement, this.path, StandardCopyOption.ATOMIC_MOVE);
	}

	/** Makes the directory unusable, because a directory cannot be frozen. */
	@Override
	public void pause() {
		stop();
	}

	/** Makes the directory usable again, with its data. */
	@Override
	public void resume() {
		restart();
	}

	@Override
	public void restart() {
		try {
			link();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void wipe() {
		start();
	}

	@Override
	public void addGroup(String group, int members) {
		try {
			Path directory = Files.createDirectories(this.path.resolve("groups").resolve(sha1(group)));
			Files.write(directory.resolve(".metadata"),
					Capabilities.encode(Map.of("group_id", group.getBytes(), "encoded", false)));
			for (int i = 0; i < members; i++) {
				String member = "m" + i;
				Files.write(directory.resolve(sha1(member) + ".raw"),
						Capabilities.encode(Map.of("member_id", member.getBytes(), "encoded", false, "joined_on",
								LocalDateTime.now(), "capabilities", Map.of("weight", 1))));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String sha1(String id) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(id.getBytes()));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			Directories.delete(this.home);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
