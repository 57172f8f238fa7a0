package io.servicegroup.mutex;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that violations of mutual exclusion are detected.
 */
class MutexCheckerTests {

	private long now;

	private final MutexChecker checker = new MutexChecker(true, () -> ++this.now);

	private final FireStatistics statistics = this.checker.statistics();

	private boolean enters(String worker, long token) {
		this.checker.tries(worker);
		return this.checker.enters(worker, Optional.of(token));
	}

	@Test
	void successiveHoldersAreNoViolation() {
		for (int token = 1; token < 4; token++) {
			this.now += 1000;
			assertThat(enters("a", token)).isTrue();
			assertThat(this.checker.writes("a")).isTrue();
			this.checker.leaves("a");
		}
		assertThat(this.statistics.violations()).isEmpty();
		assertThat(this.statistics.row("x")).isEqualTo("| x | 3 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0.0 s | 0 |");
	}

	@Test
	void twoHoldersAreAViolation() {
		enters("a", 1);
		enters("b", 2);
		assertThat(this.statistics.violations()).hasSize(1);
		assertThat(this.statistics.overlaps()).isEqualTo(1);
	}

	@Test
	void twoHoldersAfterAPauseAreNoViolationAndTheOlderOneIsRefused() {
		enters("a", 1);
		this.checker.paused("a");
		enters("b", 2);
		assertThat(this.checker.writes("b")).isTrue();
		this.checker.resumed("a");
		assertThat(this.checker.writes("a")).isFalse();
		assertThat(this.statistics.violations()).isEmpty();
		assertThat(this.statistics.overlaps()).isEqualTo(1);
		assertThat(this.statistics.stale()).isEqualTo(1);
		assertThat(this.statistics.lateWrites()).isZero();
	}

	@Test
	void twoHoldersAfterAPauseAreAViolationIfLocksDoNotExpire() {
		MutexChecker strict = new MutexChecker(false, () -> ++this.now);
		strict.tries("a");
		strict.enters("a", Optional.empty());
		strict.paused("a");
		strict.tries("b");
		strict.enters("b", Optional.empty());
		assertThat(strict.statistics().violations()).hasSize(1);
	}

	@Test
	void aHolderWhoseSessionEndedMayBeOvertakenButNotTheNextOne() {
		enters("a", 1);
		this.checker.sessionEnds();
		this.checker.sessionEnded();
		enters("b", 2);
		assertThat(this.checker.writes("a")).isFalse();
		assertThat(this.statistics.violations()).isEmpty();
		this.checker.leaves("a");
		enters("c", 3);
		assertThat(this.statistics.violations()).hasSize(1);
	}

	@Test
	void aTokenThatDoesNotGrowIsAViolation() {
		enters("a", 2);
		this.checker.leaves("a");
		assertThat(enters("b", 1)).isFalse();
		assertThat(this.statistics.violations()).hasSize(1);
		enters("c", 2);
		assertThat(this.statistics.violations()).hasSize(2);
	}

	@Test
	void aTokenFromBeforeAPauseIsRefusedOnEntering() {
		this.checker.tries("a");
		this.checker.paused("a");
		enters("b", 2);
		this.checker.leaves("b");
		this.checker.resumed("a");
		assertThat(this.checker.enters("a", Optional.of(1L))).isFalse();
		assertThat(this.statistics.violations()).isEmpty();
		assertThat(this.statistics.stale()).isEqualTo(1);
	}

	@Test
	void aLateWriteWithoutTokensIsCounted() {
		this.checker.tries("a");
		this.checker.enters("a", Optional.empty());
		this.checker.paused("a");
		enters("b", 1);
		this.checker.writes("b");
		this.checker.resumed("a");
		assertThat(this.checker.writes("a")).isTrue();
		assertThat(this.statistics.lateWrites()).isEqualTo(1);
		assertThat(this.statistics.violations()).isEmpty();
	}

	@Test
	void aKilledWorkerHoldsNoLock() {
		enters("a", 1);
		this.checker.killed("a");
		assertThat(this.checker.enters("a", Optional.of(1L))).isFalse();
		enters("b", 2);
		assertThat(this.statistics.violations()).isEmpty();
		assertThat(this.statistics.kills()).isEqualTo(1);
		this.checker.leaves("b");
		this.checker.connected("a");
		assertThat(enters("a", 3)).isTrue();
	}

	@Test
	void messagesAfterTheEndAreIgnored() {
		enters("a", 1);
		this.checker.tries("b");
		assertThat(this.checker.close()).isSameAs(this.statistics);
		assertThat(this.checker.enters("b", Optional.of(2L))).isFalse();
		assertThat(this.statistics.violations()).isEmpty();
	}

	@Test
	void aWaitersOwnPauseIsNotCountedAsWaiting() {
		this.checker.tries("a");
		this.checker.paused("a");
		this.now += Duration.ofSeconds(10).toNanos();
		this.checker.resumed("a");
		this.now += Duration.ofSeconds(2).toNanos();
		this.checker.enters("a", Optional.empty());
		assertThat(this.statistics.longestWait()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
	}

}
