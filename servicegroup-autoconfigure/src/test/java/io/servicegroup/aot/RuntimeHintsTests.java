package io.servicegroup.aot;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.SmallJvm;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aot.agent.RuntimeHintsAgent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks for calls of reflection without a hint, which would fail in a native image, in
 * this library and in the clients that it gives names of classes to.
 */
@Tag("long")
@SuppressWarnings("removal")
class RuntimeHintsTests {

	private static final String PACKAGES = "+io.servicegroup,+org.apache.zookeeper,+org.apache.curator,"
			+ "+org.postgresql.util,+org.postgresql.core,+org.mariadb.jdbc.client";

	static Stream<Supplier<StoreServer>> servers() {
		return Stream.of(RedisServer::new, MemcachedServer::new, ZooKeeperServer::new, EtcdServer::new,
				PostgresServer::new, MariaDbServer::new, SharedDirectory::new);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void whatIsFoundByNameHasAHint(Supplier<StoreServer> type) throws Exception {
		try (StoreServer server = type.get()) {
			Process recorder = new ProcessBuilder(command(server.url(""))).redirectErrorStream(true).start();
			assertThat(new String(recorder.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.contains(HintRecorder.COMPLETE);
		}
	}

	private static List<String> command(String url) throws URISyntaxException {
		List<String> command = new ArrayList<>(SmallJvm.command(HintRecorder.class, url));
		Path agent = Path.of(RuntimeHintsAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		command.add(1, "-javaagent:" + agent + "=" + PACKAGES);
		return command;
	}

}
