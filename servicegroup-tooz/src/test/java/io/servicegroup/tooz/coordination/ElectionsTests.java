package io.servicegroup.tooz.coordination;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.file.FileBackendType;
import io.servicegroup.tooz.spi.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ElectionsTests {

	private final LockManager locks = new LockManager();

	private final List<String> events = new ArrayList<>();

	/** The lock is lost while the fencing token is read. */
	@Test
	void aLeadershipThatEndsBeforeItIsReportedIsNeverReported(@TempDir Path directory) {
		Backend backend = new FileBackendType().create(Coordinators.parse("file://" + directory), "one");
		backend.connect();
		BackendConnection connection = new BackendConnection(new FileBackendType(), () -> backend);
		Elections elections = new Elections("one", (group) -> new ClosedLock(new DefaultDistributedLock(group,
				connection, (store) -> store.leaderLock(group), this.locks, CoordinationObserver.NONE)));
		elections.elected().add("group", (event) -> this.events.add("elected"));
		elections.revoked().add("group", (event) -> this.events.add("revoked"));
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(elections::run)
			.withMessageContaining("not held");
		elections.close();
		assertThat(this.events).isEmpty();
		backend.close();
	}

	/** Releases all locks when its fencing token is read. */
	private final class ClosedLock implements LeaderLock {

		private final LeaderLock lock;

		ClosedLock(LeaderLock lock) {
			this.lock = lock;
		}

		@Override
		public boolean tryLock() {
			return this.lock.tryLock();
		}

		@Override
		public boolean isAcquired() {
			return this.lock.isAcquired();
		}

		@Override
		public OptionalLong fencingToken() {
			ElectionsTests.this.locks.close(Duration.ZERO);
			return this.lock.fencingToken();
		}

		@Override
		public boolean release() {
			return this.lock.release();
		}

		@Override
		public void onLost(Runnable action) {
			this.lock.onLost(action);
		}

	}

}
