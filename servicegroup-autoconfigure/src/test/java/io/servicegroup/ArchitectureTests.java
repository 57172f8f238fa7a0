package io.servicegroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the layers and the file sizes of docs/decisions.md.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.servicegroup");

	private static final String BACKENDS = "io\\.servicegroup\\.tooz\\.(zookeeper|redis|memcached|etcd|database|file|memory)";

	/** The sources of the packages and classes that applications and backends use. */
	private static final String USED_BY_APPLICATIONS = ".*/io/servicegroup/"
			+ "((actuate|integration|shedlock|springcloud|test|tooz|tooz/spi)/)?\\w+\\.java|.*/(Coordinators|MemoryStore|Heart)\\.java";

	@Test
	void layersDependDownwardsOnly() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("concurrent")
			.definedBy("io.servicegroup.tooz.concurrent")
			.layer("format")
			.definedBy("io.servicegroup.tooz.format")
			.layer("tooz")
			.definedBy("io.servicegroup.tooz")
			.layer("spi")
			.definedBy("io.servicegroup.tooz.spi")
			.layer("coordination")
			.definedBy("io.servicegroup.tooz.coordination")
			.layer("backends")
			.definedBy(DescribedPredicate.describe("backends",
					(JavaClass type) -> type.getPackageName().matches(BACKENDS + "(\\..*)?")))
			.layer("api")
			.definedBy("io.servicegroup")
			.layer("driver")
			.definedBy("io.servicegroup.driver..")
			.layer("membership")
			.definedBy("io.servicegroup.membership")
			.layer("migration")
			.definedBy("io.servicegroup.migration")
			.layer("actuate")
			.definedBy("io.servicegroup.actuate")
			.layer("integration")
			.definedBy("io.servicegroup.integration")
			.layer("autoconfigure")
			.definedBy("io.servicegroup.autoconfigure")
			.whereLayer("autoconfigure")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("integration")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("actuate")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("migration")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("membership")
			.mayOnlyBeAccessedByLayers("migration", "autoconfigure")
			.whereLayer("driver")
			.mayOnlyBeAccessedByLayers("membership", "migration", "autoconfigure")
			.whereLayer("backends")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("coordination")
			.mayOnlyBeAccessedByLayers("driver", "membership", "migration", "integration", "autoconfigure")
			.whereLayer("spi")
			.mayOnlyBeAccessedByLayers("coordination", "backends", "driver", "autoconfigure")
			.whereLayer("tooz")
			.mayOnlyBeAccessedByLayers("spi", "coordination", "backends", "api", "driver", "membership", "migration",
					"actuate", "integration", "autoconfigure")
			.whereLayer("api")
			.mayOnlyBeAccessedByLayers("membership", "migration", "driver", "actuate", "integration", "autoconfigure")
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("io.servicegroup.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void noBackendDependsOnAnother() {
		SlicesRuleDefinition.slices()
			.matching("io.servicegroup.tooz.(*)..")
			.should()
			.notDependOnEachOther()
			.ignoreDependency(DescribedPredicate.alwaysTrue(),
					DescribedPredicate.describe("no backend",
							(JavaClass type) -> !type.getPackageName().matches(BACKENDS + "(\\..*)?")))
			.check(CLASSES);
	}

	@Test
	void theCoreDoesNotDependOnSpring() {
		noClasses().that()
			.resideInAPackage("io.servicegroup.tooz..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.servicegroup", "io.servicegroup.driver..")
			.check(CLASSES);
	}

	/** Except the backend in memory, which also has a handle for tests. */
	@Test
	void aBackendHasOnePublicType() {
		DescribedPredicate<JavaClass> inABackend = DescribedPredicate.describe("in a backend",
				(type) -> type.getPackageName().matches(BACKENDS) && type.isTopLevelClass());
		classes().that(inABackend)
			.and()
			.haveSimpleNameNotEndingWith("BackendType")
			.and()
			.doNotHaveSimpleName("MemoryStore")
			.should()
			.notHaveModifier(JavaModifier.PUBLIC)
			.check(CLASSES);
	}

	@Test
	void publicTypesSayWhenTheyWereAdded() throws IOException {
		Pattern publicType = Pattern.compile("(?ms)^public [\\w -]*(class|interface|enum|record) ");
		List<String> missing = new ArrayList<>();
		for (Path source : sources()) {
			String text = Files.readString(source);
			Matcher type = publicType.matcher(text);
			if (source.toString().matches(USED_BY_APPLICATIONS) && type.find()
					&& !text.substring(0, type.start()).contains("\n * @since ")) {
				missing.add(source.toString());
			}
		}
		assertThat(missing).as("public types without @since").isEmpty();
	}

	private static List<Path> sources() throws IOException {
		List<Path> sources = new ArrayList<>();
		for (String module : List.of("../servicegroup-tooz", "../servicegroup-etcd", "../servicegroup-autoconfigure",
				"../servicegroup-board", "../servicegroup-spring-cloud", "../servicegroup-shedlock",
				"../servicegroup-test")) {
			try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
				files.filter((file) -> file.toString().endsWith(".java")).forEach(sources::add);
			}
		}
		return sources;
	}

	@Test
	void filesStayBelowTheirMaximumSize() throws IOException {
		List<Integer> lines = new ArrayList<>(sources().stream().map(this::lines).toList());
		Collections.sort(lines);
		assertThat(lines.get(lines.size() * 9 / 10)).as("p90").isLessThanOrEqualTo(200);
		assertThat(lines.get(lines.size() - 1)).as("largest").isLessThanOrEqualTo(400);
	}

	private int lines(Path file) {
		try {
			return Files.readAllLines(file).size();
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
