package io.servicegroup.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * The store without a server. To stop it makes its path unusable: a plain file stands
 * where the directory was.
 */
public final class SharedDirectory implements StoreServer {

	private final Path path;

	public SharedDirectory() {
		try {
			this.path = Files.createTempDirectory("servicegroup-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Path path() {
		return this.path;
	}

	@Override
	public String url(String query) {
		return "file://" + this.path + "?" + query;
	}

	@Override
	public void stop() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
			Files.createFile(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void start() {
		try {
			Files.deleteIfExists(this.path);
			Files.createDirectory(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A directory does not freeze; the nearest thing is one that cannot be used. */
	@Override
	public void pause() {
		stop();
	}

	@Override
	public void resume() {
		start();
	}

	@Override
	public void wipe() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
			Files.createDirectory(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
