package io.servicegroup.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the software bills of materials: the application's, in its jar, and the
 * library's, attached to it.
 */
class BillOfMaterialsIT {

	private static final Path LIBRARY = Path
		.of("../servicegroup-autoconfigure/target/servicegroup-autoconfigure.cdx.json");

	private static Set<String> jars(InputStream bill) {
		JsonNode json = JsonMapper.shared().readTree(bill);
		assertThat(json.path("bomFormat").asString()).isEqualTo("CycloneDX");
		Set<String> jars = new HashSet<>();
		json.path("components")
			.forEach((component) -> jars
				.add(component.path("name").asString() + "-" + component.path("version").asString()));
		return jars;
	}

	@Test
	void theBillOfTheApplicationNamesEveryJar() throws IOException {
		try (JarFile jar = new JarFile("target/sample-app.jar")) {
			ZipEntry bill = jar.getEntry("META-INF/sbom/application.cdx.json");
			assertThat(bill).isNotNull();
			List<String> inside = jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
				.map((name) -> name.substring(name.lastIndexOf('/') + 1, name.length() - ".jar".length()))
				.toList();
			Set<String> named = jars(jar.getInputStream(bill));
			assertThat(inside).hasSizeGreaterThan(80).allMatch((name) -> isNamed(name, named));
		}
	}

	/**
	 * A jar of native code has its platform after the version, so the bill's name is a
	 * prefix. The bill does not name Spring Boot's own loader.
	 */
	private static boolean isNamed(String jar, Set<String> named) {
		return jar.startsWith("spring-boot-jarmode-") || named.stream().anyMatch(jar::startsWith);
	}

	@Test
	void theBillOfTheLibraryNamesRequiredAndOptionalDependencies() throws IOException {
		try (InputStream bill = Files.newInputStream(LIBRARY)) {
			Set<String> named = jars(bill);
			for (String needed : List.of("msgpack-core", "lettuce-core", "curator-framework", "postgresql",
					"mariadb-java-client")) {
				assertThat(named).anyMatch((jar) -> jar.matches(needed + "-\\d.*"));
			}
			assertThat(named).noneMatch((jar) -> jar.startsWith("junit-") || jar.startsWith("assertj-"));
		}
	}

}
