package io.servicegroup.faults;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fault matrix, as far as there is time for it in a build; the whole is run by
 * {@code ./faults}. See docs/reliability.md.
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
	void whatIsPromisedHolds(Fault fault) {
		if (fault.whyNot(this.backend).isPresent()) {
			assertThat(fault.whyNot(this.backend).get()).isNotBlank();
		}
		else {
			assertThat(FaultMatrix.run(fault, this.backend, true, System.nanoTime()).violations()).isEmpty();
		}
	}

}
