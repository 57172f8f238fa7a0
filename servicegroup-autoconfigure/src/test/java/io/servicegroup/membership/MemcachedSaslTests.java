package io.servicegroup.membership;

import java.nio.file.Path;

import io.servicegroup.tck.servers.GuardedMemcached;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.io.TempDir;

class MemcachedSaslTests extends AuthenticationContract {

	@TempDir
	private static Path directory;

	@Override
	protected StoreServer createServer() {
		resetPassword();
		return GuardedMemcached.bySasl(directory);
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
		GuardedMemcached.setPassword(directory, "member", PASSWORD);
	}

	@Override
	protected void resetPassword() {
		GuardedMemcached.setPassword(directory, "member", "another");
	}

}
