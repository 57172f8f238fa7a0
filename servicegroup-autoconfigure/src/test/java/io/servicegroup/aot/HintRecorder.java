package io.servicegroup.aot;

import java.util.List;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.test.agent.RuntimeHintsInvocations;
import org.springframework.aot.test.agent.RuntimeHintsRecorder;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Uses the stores of the URLs, and prints each call of reflection for which there is no
 * hint. Runs in a process of its own, with Spring's agent.
 */
@SuppressWarnings("removal")
final class HintRecorder {

	static final String COMPLETE = "every call has a hint";

	private HintRecorder() {
	}

	public static void main(String[] urls) {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(hints, HintRecorder.class.getClassLoader()));
		RuntimeHintsInvocations invocations = RuntimeHintsRecorder
			.record(() -> List.of(urls).forEach(HintRecorder::use));
		try {
			// A lookup that finds nothing needs no hint.
			invocations.assertThat()
				.notMatching(hints)
				.filteredOn((invocation) -> invocation.getReturnValue() != null)
				.isEmpty();
			System.out.println(COMPLETE);
		}
		catch (AssertionError ex) {
			System.out.println(ex.getMessage());
		}
		Runtime.getRuntime().halt(0);
	}

	private static void use(String url) {
		Coordinator coordinator = Coordinators.get(url, "one");
		coordinator.start();
		coordinator.getLock("l").acquire();
		coordinator.close();
	}

}
