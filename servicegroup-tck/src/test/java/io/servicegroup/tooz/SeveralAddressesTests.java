package io.servicegroup.tooz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.ColdStart;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connects to a server whose name has two addresses. Nobody listens on the first one.
 */
class SeveralAddressesTests {

	private static final String NAME = "two-addresses.test";

	@TempDir
	private Path directory;

	static Stream<Supplier<StoreServer>> servers() {
		return Stream.of(RedisServer::new, MemcachedServer::new, ZooKeeperServer::new, EtcdServer::new);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void theSecondAddressServesWhenTheFirstRefuses(Supplier<StoreServer> servers) throws IOException {
		Path hosts = this.directory.resolve("hosts");
		Files.writeString(hosts, "127.0.0.2 " + NAME + "\n127.0.0.1 " + NAME + "\n127.0.0.1 localhost\n");
		try (StoreServer server = servers.get()) {
			List<String> command = new ArrayList<>(
					SmallJvm.command(Program.class, server.url("timeout=10").replace("127.0.0.1", NAME)));
			command.add(1, "-Djdk.net.hosts.file=" + hosts);
			try (LocalProcess program = new LocalProcess(command).start()) {
				await().atMost(Duration.ofSeconds(60)).until(() -> !program.isAlive());
				assertThat(program.output()).contains("members: [program]");
			}
		}
	}

	/** Joins a group. Tries again if a cold client has missed its deadline. */
	static final class Program {

		private Program() {
		}

		public static void main(String[] args) {
			try (Coordinator coordinator = ColdStart.start(args[0], "program")) {
				coordinator.joinGroupCreate("group", null);
				System.out.println("members: " + coordinator.getMembers("group"));
			}
		}

	}

}
