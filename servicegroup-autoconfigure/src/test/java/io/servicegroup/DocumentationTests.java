package io.servicegroup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.servicegroup.tooz.spi.BackendType;
import io.servicegroup.tooz.spi.UrlOption;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the tables and examples of the documentation against the code.
 */
class DocumentationTests {

	private final String readme = read(Path.of("../README.md"));

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	@Test
	void theConfigurationTableIsComplete() throws IOException {
		Map<String, String> described = new TreeMap<>();
		try (InputStream metadata = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
				String name = property.get("name").asString();
				if (name.startsWith("servicegroup.")) {
					assertThat(property.path("description").asString("")).as(name).isNotBlank();
					described.put(name, property.path("defaultValue").asString(""));
				}
			}
		}
		Map<String, String> table = new TreeMap<>();
		Matcher row = Pattern.compile("(?m)^\\| `(servicegroup(?:\\.[a-z-]+)+)(?:\\.\\*)?` \\| (?:`([^`]*)`)?")
			.matcher(this.readme + read(Path.of("../docs/drivers.md")));
		while (row.find()) {
			table.put(row.group(1), (row.group(2) != null) ? row.group(2) : "");
		}
		table.put("servicegroup.group", "");
		assertThat(table).isEqualTo(described);
	}

	@Test
	void theTableOfUrlOptionsIsComplete() {
		Map<String, String> rows = Map.of("zookeeper", "ZooKeeper", "redis", "Redis", "memcached", "memcached", "file",
				"shared directory", "etcd3+http", "etcd", "postgresql", "PostgreSQL", "mysql", "MySQL, MariaDB",
				"memory", "this JVM");
		for (BackendType type : BackendsPageTests.types().toList()) {
			String title = rows.get(type.schemes().iterator().next());
			Matcher row = Pattern.compile("(?m)^\\| " + title + " \\| ((?:`[a-z_]+`(?:, )?)+)").matcher(this.readme);
			assertThat(row.find()).as(title).isTrue();
			Set<String> documented = new TreeSet<>(Arrays.asList(row.group(1).replace("`", "").split(", ")));
			Set<String> known = new TreeSet<>();
			type.options().forEach((name, option) -> {
				if (option != UrlOption.NOT_YET && option != UrlOption.PYTHON_ONLY) {
					known.add(name);
				}
			});
			assertThat(documented).as(title).isEqualTo(known);
		}
	}

	@Test
	void theExamplesAreCodeThatRuns() {
		String example = read(Path.of("src/test/java/io/servicegroup/ReadmeExample.java"));
		Matcher block = Pattern.compile("(?s)```java\\n(.*?)```").matcher(this.readme);
		assertThat(block.results().map((result) -> result.group(1))).hasSize(4).allMatch(example::contains);
		String plain = read(Path.of("../servicegroup-tck/src/test/java/io/servicegroup/PlainJava.java"));
		Matcher whole = Pattern.compile("(?s)```java\\n(.*?)```").matcher(read(Path.of("../docs/plain-java.md")));
		assertThat(whole.find()).isTrue();
		assertThat(plain).isEqualTo("package io.servicegroup;\n\n" + whole.group(1));
	}

	@Test
	void theExamplesOfHowToTestAreATestThatRuns() {
		String example = read(Path.of("../servicegroup-test/src/test/java/io/servicegroup/test/ShardsTests.java"));
		Matcher block = Pattern.compile("(?s)```java\\n(.*?)```").matcher(read(Path.of("../docs/testing.md")));
		assertThat(block.results().map((result) -> result.group(1))).hasSize(5).allMatch(example::contains);
	}

	@Test
	void theExamplesOfHowToWriteABackendAreCodeOfABackend() throws IOException {
		List<String> sources = new ArrayList<>();
		for (String module : List.of("../servicegroup-tooz/src", "src")) {
			try (Stream<Path> files = Files.walk(Path.of(module))) {
				files.filter((file) -> file.getFileName().toString().matches("Memory\\w+\\.java"))
					.map(DocumentationTests::read)
					.forEach(sources::add);
			}
		}
		Matcher block = Pattern.compile("(?s)```java\\n(.*?)```").matcher(read(Path.of("../docs/write-a-backend.md")));
		assertThat(block.results().map((result) -> result.group(1))).hasSize(4)
			.allMatch((code) -> sources.stream().anyMatch((source) -> source.contains(code)));
	}

}
