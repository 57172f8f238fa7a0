package io.servicegroup.faults;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Short versions of the faults of databases.
 */
@Tag("long")
class SessionFaultTests {

	static List<Fault> faults() {
		return SessionFault.all();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void aLeaderIsRevokedOnPostgresql(Fault fault) {
		assertThat(FaultMatrix.run(fault, FaultBackend.POSTGRESQL, true, System.nanoTime()).violations()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void aLeaderIsRevokedOnMariaDb(Fault fault) {
		assertThat(FaultMatrix.run(fault, FaultBackend.MARIADB, true, System.nanoTime()).violations()).isEmpty();
	}

}
