package io.servicegroup;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.coordination.Coordinators;
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

	/** The titles of the tables of URL options, by the first scheme of each backend. */
	private static final Map<String, String> STORES = Map.of("zookeeper", "ZooKeeper", "redis", "Redis", "memcached",
			"memcached", "file", "Shared directory", "etcd3+http", "etcd", "postgresql", "PostgreSQL", "mysql",
			"MySQL and MariaDB", "memory", "This JVM");

	private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Tests|IT))`");

	private final String configure = Pages.docs().get("configure.md");

	/** Returns the descriptions of the properties, as rows of the table. */
	private static Set<String> described() throws IOException {
		Set<String> rows = new TreeSet<>();
		try (InputStream here = DocumentationTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json");
				InputStream tests = Files.newInputStream(Path.of("../servicegroup-test/src/main/resources/META-INF",
						"additional-spring-configuration-metadata.json"))) {
			for (InputStream metadata : List.of(here, tests)) {
				for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
					String value = property.path("defaultValue").asString("");
					rows.add("| `" + property.get("name").asString()
							+ (property.get("type").asString().startsWith("java.util.Map") ? ".*" : "") + "` |"
							+ (value.isEmpty() ? "" : " `" + value + "`") + " | "
							+ property.get("description").asString()
							+ ((property.has("deprecation") || property.path("deprecated").asBoolean(false))
									? " **Deprecated.**" : "")
							+ " |");
				}
			}
		}
		return rows;
	}

	@Test
	void theTablesOfPropertiesAreTheMetadata() throws IOException {
		Set<String> documented = new TreeSet<>();
		this.configure.lines().filter((line) -> line.matches("\\| `[a-z]+\\.\\S+` \\|.*")).forEach(documented::add);
		assertThat(documented).isEqualTo(described());
	}

	@Test
	void theTablesOfUrlOptionsAreComplete() {
		for (BackendType type : BackendsPageTests.types().toList()) {
			String title = STORES.get(type.schemes().iterator().next());
			String section = this.configure.replaceFirst("(?s).*\n### " + title + "\n", "")
				.replaceFirst("(?s)\n#.*", "");
			Map<String, String> documented = new TreeMap<>();
			Matcher row = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([^|]*) \\|").matcher(section);
			while (row.find()) {
				documented.put(row.group(1), row.group(2));
			}
			Map<String, String> known = new TreeMap<>();
			type.options().forEach((name, option) -> {
				if (option != UrlOption.NOT_YET && option != UrlOption.PYTHON_ONLY) {
					known.put(name, option.expected());
				}
			});
			assertThat(documented).as(title).isEqualTo(known);
			assertThat(type.schemes()).as(title).allMatch((scheme) -> section.contains("`" + scheme + "://"));
			if (type.defaultPort() > 0) {
				assertThat(section).as(title).contains("Default port " + type.defaultPort());
			}
		}
	}

	/** The author of a backend chooses from these. */
	@Test
	void theTableOfFeaturesIsComplete() {
		String table = Pages.docs()
			.get("write-a-backend.md")
			.replaceFirst("(?s).*\n\\| `Feature` ", "")
			.split("\n\n")[0];
		assertThat(Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|").matcher(table).results())
			.extracting((row) -> Feature.valueOf(row.group(1)))
			.containsExactlyInAnyOrder(Feature.values());
	}

	/** Property files set properties that exist, and URLs that can be parsed. */
	@Test
	void thePropertySnippetsAreValid() throws IOException {
		Set<String> names = new TreeSet<>();
		described().forEach((row) -> names.add(row.replaceFirst("\\| `([^`*]+).*", "$1")));
		List<String> urls = new ArrayList<>();
		for (Map.Entry<String, String> page : Pages.all().entrySet()) {
			for (String block : Pages.blocks(page.getValue(), "properties")) {
				Properties properties = new Properties();
				properties.load(new StringReader(block));
				for (String name : properties.stringPropertyNames()) {
					assertThat(name).as(page.getKey())
						.matches((candidate) -> names.contains(candidate) || candidate.startsWith("spring.")
								|| candidate.startsWith("management.endpoint")
								|| candidate.startsWith("servicegroup.capabilities."), "is a property");
				}
				urls.add(properties.getProperty("servicegroup.tooz-url", ""));
			}
		}
		urls.removeIf((url) -> !url.contains("://"));
		assertThat(urls).hasSizeGreaterThan(10)
			.allSatisfy((url) -> assertThat(Coordinators.parse(url).scheme()).isLowerCase());
	}

	/** Each example is part of a class that tests compile, and most of them run. */
	@Test
	void theExamplesAreCodeThatRuns() throws IOException {
		List<String> sources = new ArrayList<>();
		try (Stream<Path> modules = Files.list(Pages.ROOT)) {
			for (Path module : modules.filter((path) -> Files.isDirectory(path.resolve("src"))).toList()) {
				try (Stream<Path> files = Files.walk(module.resolve("src"))) {
					files.filter((file) -> file.toString().endsWith(".java"))
						.map(Pages::read)
						.filter((source) -> source.contains("class "))
						.forEach(sources::add);
				}
			}
		}
		Pages.all()
			.forEach((path, page) -> assertThat(Pages.blocks(page, "java")).as(path)
				.allMatch((code) -> sources.stream()
					.anyMatch((source) -> source.contains(code) || source.replace("\n\t", "\n").contains(code))));
	}

	@Test
	void theExampleWithoutSpringIsAWholeProgram() {
		String plain = Pages.read(Path.of("../servicegroup-tck/src/test/java/io/servicegroup/PlainJava.java"));
		assertThat(plain)
			.isEqualTo("package io.servicegroup;\n\n" + Pages.blocks(Pages.docs().get("plain-java.md"), "java").get(0));
	}

	@Test
	void theTestsThatPagesNameExist() throws IOException {
		Set<String> files = new TreeSet<>();
		try (Stream<Path> modules = Files.list(Pages.ROOT)) {
			for (Path module : modules.filter((path) -> Files.isDirectory(path.resolve("src/test"))).toList()) {
				try (Stream<Path> tests = Files.walk(module.resolve("src/test"))) {
					tests.forEach((file) -> files.add(file.getFileName().toString()));
				}
			}
		}
		Pages.all()
			.forEach((path, page) -> assertThat(TEST_NAME.matcher(page).results()).as(path)
				.extracting((MatchResult name) -> name.group(1) + ".java")
				.isSubsetOf(files));
	}

	/** Each page is reached from the index, and from the site's navigation. */
	@Test
	void eachPageIsListed() {
		String site = Pages.read(Pages.ROOT.resolve("mkdocs.yml"));
		Map<String, String> pages = Pages.docs();
		pages.keySet().stream().filter((name) -> !name.equals("index.md")).forEach((name) -> {
			assertThat(pages.get("index.md")).contains("(" + name + ")");
			assertThat(site).contains(": " + name + "\n");
		});
	}

	/** A page answers one question, which is its title. */
	@Test
	void aPageHasOneTitle() {
		Pages.docs()
			.forEach((name, page) -> assertThat(Pages.withoutCode(page).lines().filter((line) -> line.startsWith("# ")))
				.as(name.toLowerCase(Locale.ROOT))
				.hasSize(1));
	}

}
