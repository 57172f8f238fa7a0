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
 * Explores for some seconds, and that the model would find out: a proof that cannot fail
 * is none. {@code ./explore} explores for longer, and from a new seed each time.
 */
class ModelTests {

	private static final int ENOUGH = 3000;

	/** The same each time: what breaks the build is what was changed. */
	private static final long FIRST_SEED = 1L << 60;

	@Test
	void noScheduleBreaksARule() {
		Explorer explorer = new Explorer(World::new);
		explorer.run(FIRST_SEED, Duration.ofSeconds(5));
		System.out.println(explorer);
		assertThat(explorer.schedules()).isPositive();
	}

	/** Each broke a rule once. */
	@ParameterizedTest
	@CsvSource({ "60, a leave in vain was forgotten while the beat for another group went on",
			"187, a stop cut short left a membership behind that the next start took for a duplicate",
			"1882592507486797861, a view that had failed before it was ever read was patient with the second reading",
			"1882599697948868854, the rule took the end of a reading for the moment when the store had answered",
			"1882600669498581975, a leave while another process held the id left the entry behind that came back with the id",
			"1882601338875948613, the same with a stop in between",
			"1882627426488449506, capabilities that another process with the id kept out were wanted no more, and came with the next beat",
			"1882627520373721364, the same after an outage" })
	void oldFailuresStayMended(long seed, String why) {
		assertThat(why).isNotBlank();
		new Explorer(World::new).run(seed);
	}

	@Test
	void aStoreThatForgetsNobodyIsFound() {
		assertThat(broken(Forgetless::new)).isEqualTo(Rule.NO_GHOSTS);
	}

	@Test
	void aBeatThatHealsNothingIsFound() {
		assertThat(broken(Blind::new)).isIn(Rule.HEALED, Rule.QUIET_IS_TRUE);
	}

	@Test
	void anEmptyGroupInThePlaceOfAnErrorIsFound() {
		assertThat(broken((seed, journal) -> new World(seed, journal) {

			@Override
			boolean hidesTrouble() {
				return true;
			}

		})).isIn(Rule.STALE_NOT_EMPTY, Rule.VIEWS_NEVER_LIE);
	}

	@Test
	void twoLeadersAreFound() {
		assertThat(broken(Generous::new)).isEqualTo(Rule.ONE_LEADER);
	}

	private static Rule broken(BiFunction<Long, Consumer<String>, World> worlds) {
		Explorer explorer = new Explorer(worlds);
		for (long seed = 1; seed <= ENOUGH; seed++) {
			try {
				explorer.run(seed);
			}
			catch (AssertionError ex) {
				assertThat(ex).hasMessageContaining("Seed " + seed).hasCauseInstanceOf(Broken.class);
				return ((Broken) ex.getCause()).rule();
			}
		}
		return fail("Not found in " + ENOUGH + " schedules");
	}

	/** Its store keeps the dead. */
	private static final class Forgetless extends World {

		Forgetless(long seed, Consumer<String> journal) {
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

	/** Its store's beats find nothing lost, as tooz's do. */
	private static final class Blind extends World {

		Blind(long seed, Consumer<String> journal) {
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

	/** Its store lets a lead go before its time. */
	private static final class Generous extends World {

		Generous(long seed, Consumer<String> journal) {
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
