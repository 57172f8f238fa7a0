package io.servicegroup.tooz.coordination;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.spi.BackendType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Loads the backends with a class path of only the libraries that a test names.
 */
class BackendLibrariesTests {

	private static final String CORE = "servicegroup-tooz/target/ msgpack-core slf4j-api";

	private static final String ETCD = "servicegroup-etcd/target/";

	private static final String NETTY = "netty-";

	private static final String ZOOKEEPER = "curator-framework curator-client zookeeper-3 zookeeper-jute";

	/** The classes that were loaded from the class path of the test. */
	private final Set<String> found = ConcurrentHashMap.newKeySet();

	@TempDir
	private Path directory;

	private URLClassLoader classPath(String parts) throws MalformedURLException {
		List<URL> urls = new ArrayList<>(List.of(this.directory.toUri().toURL()));
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			for (String part : parts.split(" ")) {
				if (entry.contains("/" + part)) {
					urls.add(Path.of(entry).toUri().toURL());
				}
			}
		}
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {

			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				Class<?> loaded = super.findClass(name);
				BackendLibrariesTests.this.found.add(name);
				return loaded;
			}

		};
	}

	/** Returns what {@code start} throws. */
	private Throwable failure(String url, String parts) throws Exception {
		try (URLClassLoader loader = classPath(CORE + " " + parts)) {
			Object coordinator = loader.loadClass(Coordinators.class.getName())
				.getMethod("get", String.class, String.class)
				.invoke(null, url, "a");
			try (AutoCloseable closed = (AutoCloseable) coordinator) {
				loader.loadClass(Coordinator.class.getName()).getMethod("start").invoke(closed);
			}
			throw new AssertionError("It started");
		}
		catch (InvocationTargetException ex) {
			return ex.getCause();
		}
	}

	private static String fix(Throwable refusal) throws ReflectiveOperationException {
		assertThat(refusal.getClass().getName()).as(refusal.toString())
			.isEqualTo(InvalidToozUrlException.class.getName());
		assertThat(refusal).hasCauseInstanceOf(NoClassDefFoundError.class);
		return (String) refusal.getClass().getMethod("fix").invoke(refusal);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			redis://127.0.0.1:1         | io.lettuce:lettuce-core, io.netty:netty-handler
			zookeeper://127.0.0.1:1     | org.apache.curator:curator-framework, org.apache.zookeeper:zookeeper
			nova+zk://127.0.0.1:1          | org.apache.curator:curator-framework, org.apache.zookeeper:zookeeper
			etcd3+http://127.0.0.1:1    | tools.jackson.core:jackson-databind
			postgresql://u:p@127.0.0.1:1/d | org.postgresql:postgresql
			mysql://u:p@127.0.0.1:1/d   | org.mariadb.jdbc:mariadb-java-client
			""")
	void theMessageNamesAllMissingLibraries(String url, String artifacts) throws Exception {
		assertThat(fix(failure(url, ETCD))).startsWith("Add ").contains(artifacts);
	}

	@Test
	void theMessageNamesAMissingModule() throws Exception {
		Throwable refusal = failure("etcd3+http://127.0.0.1:1", "jackson- grpc- netty-");
		assertThat(refusal).hasMessage("The backend 'etcd3+http' is not on the class path.");
		assertThat((String) refusal.getClass().getMethod("fix").invoke(refusal))
			.startsWith("Add io.servicegroup:servicegroup-etcd, or");
	}

	@ParameterizedTest
	@CsvSource({ "redis://127.0.0.1:1, lettuce-core, io.netty:netty-handler",
			"zookeeper://127.0.0.1:1, " + ZOOKEEPER + ", io.netty:netty-handler",
			"zookeeper://127.0.0.1:1, curator- " + NETTY + ", org.apache.zookeeper:zookeeper",
			"etcd3+http://127.0.0.1:1, " + ETCD
					+ " jackson-core jackson-databind, com.fasterxml.jackson.core:jackson-annotations" })
	void theMessageNamesOnlyTheMissingLibrary(String url, String parts, String artifact) throws Exception {
		assertThat(fix(failure(url, parts))).startsWith("Add " + artifact + ", or");
	}

	@Test
	void theMessageNamesAMissingClassOfATransitiveLibrary() throws Exception {
		Throwable refusal = failure("zookeeper://127.0.0.1:1", "curator-framework zookeeper-3 zookeeper-jute " + NETTY);
		assertThat(fix(refusal)).contains("org.apache.curator:curator-framework");
		assertThat(refusal).hasMessageContaining("org.apache.curator.");
	}

	@ParameterizedTest
	@CsvSource({ "memcached://127.0.0.1:1?timeout=4, ''", "etcd3+http://127.0.0.1:1?timeout=4, " + ETCD + " jackson-",
			"zookeeper://127.0.0.1:1?timeout=4, " + ZOOKEEPER + " " + NETTY,
			"postgresql://u:p@127.0.0.1:1/d, postgresql", "mysql://u:p@127.0.0.1:1/d, mariadb-java-client" })
	void aBackendNeedsOnlyItsDeclaredLibraries(String url, String parts) throws Exception {
		assertThat(failure(url, parts).getClass().getName()).isEqualTo(StoreUnavailableException.class.getName());
	}

	/**
	 * Most of a client library is loaded with the first connection, so that an
	 * application does not wait for it when it starts.
	 */
	@ParameterizedTest
	@CsvSource({ "redis://127.0.0.1:1, lettuce-core reactive-streams reactor-core netty-, io.lettuce.core. 30",
			"redis://127.0.0.1:1, lettuce-core reactive-streams reactor-core netty-, reactor. 0",
			"redis://127.0.0.1:1, lettuce-core reactive-streams reactor-core netty-, io.netty. 5",
			"zookeeper://127.0.0.1:1, curator- guava failureaccess zookeeper- netty-, org.apache.curator. 15",
			"zookeeper://127.0.0.1:1, curator- guava failureaccess zookeeper- netty-, org.apache.zookeeper. 45" })
	void theClientIsCreatedWithTheFirstConnection(String url, String parts, String limit) throws Exception {
		String prefix = limit.split(" ")[0];
		try (URLClassLoader loader = classPath(CORE + " " + parts)) {
			AutoCloseable coordinator = (AutoCloseable) loader.loadClass(Coordinators.class.getName())
				.getMethod("get", String.class, String.class)
				.invoke(null, url, "a");
			List<String> created = loaded(prefix);
			coordinator.close();
			assertThat(created).hasSizeLessThanOrEqualTo(Integer.parseInt(limit.split(" ")[1]));
			assertThat(loaded(prefix)).as("a client that was never used is not created to be closed")
				.hasSizeLessThan(created.size() + 5);
		}
	}

	private List<String> loaded(String prefix) {
		return this.found.stream().filter((name) -> name.startsWith(prefix)).toList();
	}

	@Test
	void aBackendThatCannotBeLoadedDoesNotAffectOthers() throws Exception {
		Path services = Files.createDirectories(this.directory.resolve("META-INF/services"));
		Files.writeString(services.resolve(BackendType.class.getName()),
				"com.example.AbsentType\n" + Object.class.getName() + "\nio.servicegroup.tooz.file.FileBackendType\n");
		try (URLClassLoader loader = classPath(CORE)) {
			Object coordinator = loader.loadClass(Coordinators.class.getName())
				.getMethod("get", String.class, String.class)
				.invoke(null, "file://" + this.directory.resolve("groups"), "a");
			try (AutoCloseable closed = (AutoCloseable) coordinator) {
				loader.loadClass(Coordinator.class.getName()).getMethod("start").invoke(closed);
			}
		}
	}

	/**
	 * A class whose interface is missing causes another error than a missing class.
	 */
	@Test
	void aBackendWithAMissingDependencyDoesNotAffectOthers() throws Exception {
		Path services = Files.createDirectories(this.directory.resolve("META-INF/services"));
		String type = "io.lettuce.core.RedisClient";
		Files.writeString(services.resolve(BackendType.class.getName()), type + "\n");
		try (URLClassLoader loader = classPath(CORE + " lettuce-core")) {
			Class<?> types = loader.loadClass(BackendTypes.class.getName());
			Method load = types.getDeclaredMethod("load", ClassLoader.class);
			load.setAccessible(true);
			assertThat((List<?>) load.invoke(null, loader)).hasSizeGreaterThan(5)
				.noneMatch((loaded) -> loaded.getClass().getName().equals(type));
		}
	}

}
