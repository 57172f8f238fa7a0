package io.servicegroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the table of layers and the budgets of docs/decisions.md.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.servicegroup");

	@Test
	void arrowsPointDown() {
		layeredArchitecture().consideringOnlyDependenciesInLayers()
			.layer("api")
			.definedBy("io.servicegroup")
			.layer("membership")
			.definedBy("io.servicegroup.membership")
			.layer("driver")
			.definedBy("io.servicegroup.driver..")
			.layer("tooz")
			.definedBy("io.servicegroup.tooz")
			.layer("backends")
			.definedBy("io.servicegroup.tooz.*")
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
			.whereLayer("membership")
			.mayOnlyBeAccessedByLayers("autoconfigure")
			.whereLayer("driver")
			.mayOnlyBeAccessedByLayers("membership", "autoconfigure")
			.whereLayer("tooz")
			.mayOnlyBeAccessedByLayers("backends", "driver", "membership", "integration", "autoconfigure")
			.whereLayer("backends")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("api")
			.mayOnlyBeAccessedByLayers("membership", "driver", "actuate", "integration", "autoconfigure")
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		SlicesRuleDefinition.slices().matching("io.servicegroup.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void noBackendKnowsAnother() {
		SlicesRuleDefinition.slices()
			.matching("io.servicegroup.tooz.(*)")
			.should()
			.notDependOnEachOther()
			.check(CLASSES);
	}

	@Test
	void aBackendHasOnePublicType() {
		DescribedPredicate<JavaClass> inABackend = DescribedPredicate.describe("in a backend",
				(type) -> type.getPackageName().matches("io\\.servicegroup\\.tooz\\.\\w+") && type.isTopLevelClass());
		classes().that(inABackend)
			.and()
			.haveSimpleNameNotEndingWith("BackendType")
			.should()
			.notHaveModifier(JavaModifier.PUBLIC)
			.check(CLASSES);
	}

	@Test
	void filesStayInTheirBudget() throws IOException {
		List<Integer> lines;
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			lines = files.filter((file) -> file.toString().endsWith(".java")).map(this::lines).sorted().toList();
		}
		assertThat(lines.get(lines.size() / 2)).as("median").isLessThanOrEqualTo(70);
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
