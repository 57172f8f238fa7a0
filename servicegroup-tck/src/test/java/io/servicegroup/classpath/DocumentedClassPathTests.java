package io.servicegroup.classpath;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs a program on each store, in a JVM with the class path of docs/plain-java.md.
 */
class DocumentedClassPathTests {

	private static final Map<String, Supplier<StoreServer>> SERVERS = Map.of("memory", MemoryServer::new, "file",
			SharedDirectory::new, "redis", RedisServer::new, "zookeeper", ZooKeeperServer::new, "memcached",
			MemcachedServer::new, "etcd3+http", EtcdServer::new, "postgresql", PostgresServer::new, "mysql",
			MariaDbServer::new);

	private static final Set<String> WITHOUT_GROUPS = Set.of("postgresql", "mysql");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9+]+)://`[^|]*\\|([^|]*)\\|([^|]*)\\|$");

	private static final Duration LONG = Duration.ofSeconds(60);

	@TempDir
	private Path programDirectory;

	/** A row of the table: a store and the artifacts that it needs. */
	record Row(String scheme, List<String> client, List<String> dependencies) {
	}

	static List<Row> rows() throws IOException {
		return ROW.matcher(Files.readString(Path.of("../docs/plain-java.md")))
			.results()
			.map((row) -> new Row(row.group(1), code(row.group(2)), code(row.group(3))))
			.toList();
	}

	static Stream<Row> rowsWithClient() throws IOException {
		return rows().stream().filter((row) -> !row.client().isEmpty());
	}

	private static List<String> code(String cell) {
		return Pattern.compile("`([^`]+)`").matcher(cell).results().map((match) -> match.group(1)).toList();
	}

	@Test
	void theTableHasAllStores() throws IOException {
		assertThat(rows()).extracting(Row::scheme).containsExactlyInAnyOrderElementsOf(SERVERS.keySet());
	}

	@ParameterizedTest
	@MethodSource("rows")
	void theProgramRuns(Row row) throws IOException {
		List<String> artifacts = new ArrayList<>(row.client());
		artifacts.addAll(row.dependencies());
		try (StoreServer server = SERVERS.get(row.scheme()).get()) {
			String url = server.url("timeout=4");
			awaitServer(url);
			String output = run(url, artifacts);
			assertThat(output).contains("holds the lock: true", "ended");
			if (!WITHOUT_GROUPS.contains(row.scheme())) {
				assertThat(output).contains("members: [program]");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("rowsWithClient")
	void theErrorNamesAMissingClientAndKeepsTheCause(Row row) throws IOException {
		String address = WITHOUT_GROUPS.contains(row.scheme()) ? "://user:password@127.0.0.1:1/db" : "://127.0.0.1:1";
		String output = run(row.scheme() + address, List.of());
		String missing = row.client().get(0);
		assertThat(output).contains("InvalidToozUrlException").containsPattern("fix: Add .*" + Pattern.quote(missing));
		if (!missing.startsWith("io.servicegroup:")) {
			assertThat(output).contains("Caused by: java.lang.NoClassDefFoundError");
		}
	}

	/** The database servers and others answer only some time after their start. */
	private static void awaitServer(String url) {
		await().atMost(LONG).ignoreExceptionsInstanceOf(CoordinationException.class).untilAsserted(() -> {
			try (Coordinator first = Coordinators.get(url, "first")) {
				first.start();
			}
		});
	}

	private String run(String url, List<String> artifacts) throws IOException {
		List<String> classPath = new ArrayList<>(List.of(programDirectory().toString()));
		Stream.concat(Stream.of("servicegroup-tooz", "msgpack-core", "slf4j-api"), artifacts.stream())
			.forEach((artifact) -> classPath.add(find(artifact)));
		try (LocalProcess program = new LocalProcess(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", String.join(File.pathSeparator, classPath), StoreProgram.class.getName(), url))) {
			program.start();
			await().atMost(LONG).until(() -> !program.isAlive());
			return program.output();
		}
	}

	/** Returns a directory with the program only: the tests' directory has much more. */
	private Path programDirectory() throws IOException {
		String file = StoreProgram.class.getName().replace('.', '/') + ".class";
		Path target = this.programDirectory.resolve(file);
		if (!Files.exists(target)) {
			Files.createDirectories(target.getParent());
			try (InputStream source = StoreProgram.class.getClassLoader().getResourceAsStream(file)) {
				Files.copy(source, target);
			}
		}
		return this.programDirectory;
	}

	/** Returns the tests' jar of an artifact, named with or without its group. */
	private static String find(String artifact) {
		String name = artifact.substring(artifact.indexOf(':') + 1);
		Pattern jar = Pattern.compile(".*/" + Pattern.quote(name) + "(-\\d[^/]*\\.jar|/target/classes/?)");
		List<String> found = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> jar.matcher(entry).matches())
			.collect(Collectors.toList());
		assertThat(found).as(artifact).hasSize(1);
		return found.get(0);
	}

}
