package io.servicegroup;

import java.io.IOException;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;

/**
 * Runs the example of docs/plain-java.md with the file backend, which needs no server.
 */
class PlainJavaTests extends StoreFixture {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	private LocalProcess start(String member) {
		return javaProcess(PlainJava.class, url(), member);
	}

	private static void awaitOutput(LocalProcess process, String... lines) {
		for (String line : lines) {
			within(LONG).until(() -> process.output().contains(line));
		}
	}

	@Test
	void theSecondMemberIsElectedAfterTheFirstEnds() throws IOException {
		LocalProcess first = start("a");
		awaitOutput(first, "members: [a]", "the only one with invoices", "elected");
		LocalProcess second = start("b");
		awaitOutput(first, "b joined");
		awaitOutput(second, "the only one with invoices");
		first.process().getOutputStream().write('\n');
		first.process().getOutputStream().flush();
		awaitOutput(first, "revoked", "ended");
		awaitOutput(second, "a left", "elected");
	}

}
