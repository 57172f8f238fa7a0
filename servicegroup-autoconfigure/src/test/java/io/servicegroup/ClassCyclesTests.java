package io.servicegroup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that top-level types of the main code do not depend on each other in a cycle.
 */
class ClassCyclesTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.servicegroup");

	/** The cycles that are wanted, each with its reason. */
	private static final Map<Set<String>, String> JUSTIFIED = Map.of(
			Set.of("tooz.Capabilities", "tooz.CapabilitiesPacker", "tooz.CapabilitiesUnpacker"),
			"the packer and the unpacker are the two halves of Capabilities, whose public type Opaque they use",
			Set.of("tooz.ToozUrl", "tooz.ToozUrlParser"), "ToozUrl.parse is the public way to the parser",
			Set.of("tooz.CoordinationObserver", "tooz.IsolatedObservers"),
			"CoordinationObserver.all is the public way to the implementation",
			Set.of("tooz.spi.Backend", "tooz.spi.GroupReader"),
			"a backend creates readers, which return the records that Backend declares",
			Set.of("tooz.memory.MemoryFaults", "tooz.memory.MemoryStore"),
			"the faults of a store are of the public type MemoryStore.Failure",
			Set.of("autoconfigure.ConditionalOnBackendFeature", "autoconfigure.OnBackendFeatureCondition"),
			"an annotation names its condition, which reads the annotation",
			Set.of("interop.PythonLock", "interop.PythonMember"), "a lock calls the process of its member",
			Set.of("tck.servers.ProxiedConnection", "tck.servers.TcpProxy"),
			"a connection asks its proxy for the current delay");

	@Test
	void topLevelTypesHaveNoCycles() {
		assertThat(cycles(dependencies())).containsExactlyInAnyOrderElementsOf(JUSTIFIED.keySet());
	}

	private static Map<String, Set<String>> dependencies() {
		Map<String, Set<String>> dependencies = new TreeMap<>();
		for (JavaClass type : CLASSES) {
			Set<String> targets = dependencies.computeIfAbsent(topLevel(type), (name) -> new TreeSet<>());
			type.getDirectDependenciesFromSelf()
				.stream()
				.map((dependency) -> topLevel(dependency.getTargetClass().getBaseComponentType()))
				.filter((name) -> name.startsWith("io.servicegroup."))
				.forEach(targets::add);
		}
		return dependencies;
	}

	private static String topLevel(JavaClass type) {
		return type.getName().replaceFirst("\\$.*", "");
	}

	/** Returns the strongly connected components with more than one type. */
	private static List<Set<String>> cycles(Map<String, Set<String>> dependencies) {
		List<Set<String>> cycles = new ArrayList<>();
		Set<String> assigned = new HashSet<>();
		Map<String, Set<String>> reachable = new HashMap<>();
		dependencies.keySet().forEach((type) -> reachable.put(type, reachable(type, dependencies)));
		for (String type : dependencies.keySet()) {
			Set<String> component = new TreeSet<>(reachable.get(type));
			component.removeIf((other) -> !reachable.getOrDefault(other, Set.of()).contains(type));
			if (component.size() > 1 && assigned.addAll(component)) {
				cycles.add(simpleNames(component));
			}
		}
		return cycles;
	}

	private static Set<String> reachable(String from, Map<String, Set<String>> dependencies) {
		Set<String> seen = new HashSet<>();
		Deque<String> open = new LinkedList<>(dependencies.get(from));
		while (!open.isEmpty()) {
			String next = open.removeFirst();
			if (seen.add(next)) {
				open.addAll(dependencies.getOrDefault(next, Set.of()));
			}
		}
		return seen;
	}

	private static Set<String> simpleNames(Collection<String> types) {
		Set<String> names = new TreeSet<>();
		types.forEach((name) -> names.add(name.replaceFirst("^io\\.servicegroup\\.", "")));
		return names;
	}

}
