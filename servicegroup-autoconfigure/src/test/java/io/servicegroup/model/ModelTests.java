package io.servicegroup.model;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Runs schedules for some seconds, and tests that the model finds defects that are built
 * in on purpose. {@code ./explore} runs longer, with a new seed each time.
 */
class ModelTests {

	private static final int MAX_SCHEDULES = 3000;

	/** Constant, so that only a change of the code can break the build. */
	private static final long FIRST_SEED = 1L << 60;

	@Test
	void noScheduleBreaksARule() {
		Explorer explorer = new Explorer(World::new);
		explorer.run(FIRST_SEED, Duration.ofSeconds(5));
		System.out.println(explorer);
		assertThat(explorer.schedules()).isPositive();
	}

	/** Each of these seeds broke a rule once. */
	@ParameterizedTest
	@CsvSource({ "60, a failed leave was not retried while heartbeats for another group continued",
			"187, an interrupted stop left a membership behind, which the next start took for a duplicate",
			"1882592507486797861, a view that failed before its first reading applied the grace period to its second reading",
			"1882599697948868854, the rule took the end of a reading for the moment when the store had answered",
			"1882600669498581975, a leave while another process held the id left the entry behind that came back with the id",
			"1882601338875948613, the same with a stop in between",
			"1882627426488449506, capabilities that another process with the id kept out were wanted no more, and came with the next beat",
			"1882627520373721364, the same after an outage",
			"1882950049044985369, the rule did not count a refused call of another process with the id as a sign of life" })
	void earlierFailuresDoNotRecur(long seed, String why) {
		assertThat(why).isNotBlank();
		new Explorer(World::new).run(seed);
	}

	@Test
	void aStoreThatNeverExpiresMembersIsFound() {
		assertThat(broken(NeverExpiring::new)).isEqualTo(Rule.NO_GHOSTS);
	}

	@Test
	void aHeartbeatThatRestoresNothingIsFound() {
		assertThat(broken(NothingLost::new)).isIn(Rule.HEALED, Rule.QUIET_IS_TRUE);
	}

	@Test
	void anEmptyGroupInsteadOfAnErrorIsFound() {
		assertThat(broken((seed, journal) -> new World(seed, journal) {

			@Override
			boolean hidesTrouble() {
				return true;
			}

		})).isIn(Rule.STALE_NOT_EMPTY, Rule.VIEWS_NEVER_LIE);
	}

	@Test
	void twoLeadersAreFound() {
		assertThat(broken(EarlyExpiring::new)).isEqualTo(Rule.ONE_LEADER);
	}

	private static Rule broken(BiFunction<Long, Consumer<String>, World> worlds) {
		Explorer explorer = new Explorer(worlds);
		for (long seed = 1; seed <= MAX_SCHEDULES; seed++) {
			try {
				explorer.run(seed);
			}
			catch (AssertionError ex) {
				assertThat(ex).hasMessageContaining("Seed " + seed).hasCauseInstanceOf(RuleViolation.class);
				return ((RuleViolation) ex.getCause()).rule();
			}
		}
		return fail("No rule was broken in " + MAX_SCHEDULES + " schedules");
	}

	/** The store never expires members. */
	private static final class NeverExpiring extends World {

		NeverExpiring(long seed, Consumer<String> journal) {
			super(seed, journal);
		}

		@Override
		SimulatedStore store(boolean withSessions, LongSupplier now, Consumer<String> changed) {
			return new ExpiringStore(now, TIMEOUT.toNanos(), changed) {

				@Override
				boolean lives(String member, Entry entry) {
					return true;
				}

			};
		}

	}

	/** The store's heartbeats never report a lost membership, as in tooz. */
	private static final class NothingLost extends World {

		NothingLost(long seed, Consumer<String> journal) {
			super(seed, journal);
		}

		@Override
		SimulatedStore store(boolean withSessions, LongSupplier now, Consumer<String> changed) {
			return new ExpiringStore(now, TIMEOUT.toNanos(), changed) {

				@Override
				Set<String> beat(SimulatedBackend client, Map<String, byte[]> memberships) {
					super.beat(client, memberships);
					return Set.of();
				}

			};
		}

	}

	/** The store expires a leadership too early. */
	private static final class EarlyExpiring extends World {

		EarlyExpiring(long seed, Consumer<String> journal) {
			super(seed, journal);
		}

		@Override
		SimulatedStore store(boolean withSessions, LongSupplier now, Consumer<String> changed) {
			return new ExpiringStore(now, TIMEOUT.toNanos(), changed) {

				@Override
				boolean holds(Hold hold) {
					return hold.until() - now.getAsLong() > TIMEOUT.toNanos() / 2;
				}

			};
		}

	}

}
