package io.servicegroup.membership;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.io.TempDir;

/**
 * The login of memcached's text protocol.
 */
class MemcachedTextLoginTests extends AuthenticationContract {

	@TempDir
	private static Path directory;

	@Override
	protected StoreServer createServer() {
		write("another");
		return GuardedMemcached.byText(file());
	}

	@Override
	protected String guardedUrl() {
		return this.server.url("timeout=4").replace("//", "//member:" + PASSWORD + "@");
	}

	@Override
	protected String reason() {
		return "rejected the user or the password";
	}

	@Override
	protected void correctPassword() {
		write(PASSWORD);
		((GuardedMemcached) this.server).process().reload();
	}

	/** After the signal, memcached reads the file again within a second. */
	@Override
	protected Duration recovery() {
		return RECOVERY.plusSeconds(1);
	}

	@Override
	protected void resetPassword() {
		write("another");
	}

	private static Path file() {
		return directory.resolve("passwords");
	}

	private static void write(String password) {
		try {
			Files.writeString(file(), "member:" + password + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
