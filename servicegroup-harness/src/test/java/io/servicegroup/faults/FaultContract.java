package io.servicegroup.faults;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The part of the fault matrix that runs in every build. {@code ./faults} runs all of it.
 * See docs/reliability.md.
 */
abstract class FaultContract {

	private final FaultBackend backend;

	FaultContract(FaultBackend backend) {
		this.backend = backend;
	}

	static List<Fault> faults() {
		return FaultMatrix.quick();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void faultCausesNoViolation(Fault fault) {
		if (fault.notApplicableReason(this.backend).isPresent()) {
			assertThat(fault.notApplicableReason(this.backend).get()).isNotBlank();
		}
		else {
			assertThat(FaultMatrix.run(fault, this.backend, true, System.nanoTime()).violations()).isEmpty();
		}
	}

}
