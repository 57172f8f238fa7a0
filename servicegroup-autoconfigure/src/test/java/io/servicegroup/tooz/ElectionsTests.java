package io.servicegroup.tooz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.servicegroup.tooz.file.FileBackendType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ElectionsTests {

	private final HeldLocks locks = new HeldLocks();

	private final List<String> told = new ArrayList<>();

	/** The end comes when the leader is asked for its fencing token. */
	@Test
	void aLeadershipThatEndsBeforeItIsToldIsNeverTold(@TempDir Path directory) {
		Backend backend = new FileBackendType().create(Coordinators.parse("file://" + directory), "one");
		backend.connect();
		Elections elections = new Elections("one", (group) -> new BackendLock(group, () -> backend.leaderLock(group),
				(feature) -> this.locks.close(Duration.ZERO), this.locks), true);
		elections.elected().add("group", (event) -> this.told.add("elected"));
		elections.revoked().add("group", (event) -> this.told.add("revoked"));
		assertThatExceptionOfType(ToozError.class).isThrownBy(elections::run).withMessageContaining("not held");
		elections.close();
		assertThat(this.told).isEmpty();
		backend.close();
	}

}
