package io.servicegroup.mutex;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the register would find out: a proof that cannot fail is none.
 */
class LedgerTests {

	private long now;

	private final Ledger ledger = new Ledger(true, () -> ++this.now);

	private final Tally tally = this.ledger.tally();

	private boolean enters(String worker, long token) {
		this.ledger.tries(worker);
		return this.ledger.enters(worker, Optional.of(token));
	}

	@Test
	void holdersByTurnsAreAllRight() {
		for (int token = 1; token < 4; token++) {
			this.now += 1000;
			assertThat(enters("a", token)).isTrue();
			assertThat(this.ledger.writes("a")).isTrue();
			this.ledger.leaves("a");
		}
		assertThat(this.tally.violations()).isEmpty();
		assertThat(this.tally.row("x")).startsWith("| x | 3 | 0 | 0 | 0 | 0 | 0 | 0.0 s | 0 |");
	}

	@Test
	void twoInsideAreAViolation() {
		enters("a", 1);
		enters("b", 2);
		assertThat(this.tally.violations()).hasSize(1);
		assertThat(this.tally.overlaps()).isEqualTo(1);
	}

	@Test
	void twoInsideAreExplainedByAPauseAndTheOldOneIsRefused() {
		enters("a", 1);
		this.ledger.sleeps("a");
		enters("b", 2);
		assertThat(this.ledger.writes("b")).isTrue();
		this.ledger.wakes("a");
		assertThat(this.ledger.writes("a")).isFalse();
		assertThat(this.tally.violations()).isEmpty();
		assertThat(this.tally.overlaps()).isEqualTo(1);
		assertThat(this.tally.stale()).isEqualTo(1);
		assertThat(this.tally.lateWrites()).isZero();
	}

	@Test
	void noPauseExplainsTwoInsideWhereALockDoesNotExpire() {
		Ledger strict = new Ledger(false, () -> ++this.now);
		strict.tries("a");
		strict.enters("a", Optional.empty());
		strict.sleeps("a");
		strict.tries("b");
		strict.enters("b", Optional.empty());
		assertThat(strict.tally().violations()).hasSize(1);
	}

	@Test
	void aTokenThatDoesNotGrowIsAViolation() {
		enters("a", 2);
		this.ledger.leaves("a");
		assertThat(enters("b", 1)).isFalse();
		assertThat(this.tally.violations()).hasSize(1);
		enters("c", 2);
		assertThat(this.tally.violations()).hasSize(2);
	}

	@Test
	void aTokenFromBeforeAPauseIsTurnedAwayAtTheDoor() {
		this.ledger.tries("a");
		this.ledger.sleeps("a");
		enters("b", 2);
		this.ledger.leaves("b");
		this.ledger.wakes("a");
		assertThat(this.ledger.enters("a", Optional.of(1L))).isFalse();
		assertThat(this.tally.violations()).isEmpty();
		assertThat(this.tally.stale()).isEqualTo(1);
	}

	@Test
	void withoutTokensALateWriteIsCounted() {
		this.ledger.tries("a");
		this.ledger.enters("a", Optional.empty());
		this.ledger.sleeps("a");
		enters("b", 1);
		this.ledger.writes("b");
		this.ledger.wakes("a");
		assertThat(this.ledger.writes("a")).isTrue();
		assertThat(this.tally.lateWrites()).isEqualTo(1);
		assertThat(this.tally.violations()).isEmpty();
	}

	@Test
	void theDeadAreNotInside() {
		enters("a", 1);
		this.ledger.dies("a");
		assertThat(this.ledger.enters("a", Optional.of(1L))).isFalse();
		enters("b", 2);
		assertThat(this.tally.violations()).isEmpty();
		assertThat(this.tally.kills()).isEqualTo(1);
		this.ledger.leaves("b");
		this.ledger.arrives("a");
		assertThat(enters("a", 3)).isTrue();
	}

	@Test
	void whatComesAfterTheEndDoesNotCount() {
		enters("a", 1);
		this.ledger.tries("b");
		assertThat(this.ledger.close()).isSameAs(this.tally);
		assertThat(this.ledger.enters("b", Optional.of(2L))).isFalse();
		assertThat(this.tally.violations()).isEmpty();
	}

	@Test
	void aWaitersOwnSleepIsNoWait() {
		this.ledger.tries("a");
		this.ledger.sleeps("a");
		this.now += Duration.ofSeconds(10).toNanos();
		this.ledger.wakes("a");
		this.now += Duration.ofSeconds(2).toNanos();
		this.ledger.enters("a", Optional.empty());
		assertThat(this.tally.longestWait()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
	}

}
