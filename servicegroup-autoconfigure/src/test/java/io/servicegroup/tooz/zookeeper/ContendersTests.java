package io.servicegroup.tooz.zookeeper;

import java.util.List;

import io.servicegroup.tooz.ToozError;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who is a contender, and who comes first.
 */
class ContendersTests {

	private static final String FIRST = "ffff__lock__0000000009";

	private static final String SECOND = "aaaa__lock__0000000010";

	private static final String THIRD = "bbbb__lock__0000000011";

	private final Contenders contenders = Contenders
		.of(List.of(THIRD, "cccc__rlock__0000000001", FIRST, "0000000002", "_c_dddd-lock-0000000003", SECOND));

	@Test
	void theSequenceNumberDecidesAndNotTheRestOfTheName() {
		assertThat(this.contenders.names()).containsExactly(FIRST, SECOND, THIRD);
		assertThat(this.contenders.first()).contains(FIRST);
	}

	@Test
	void eachWaitsForTheOneBefore() {
		assertThat(this.contenders.before(FIRST)).isEmpty();
		assertThat(this.contenders.before(SECOND)).contains(FIRST);
		assertThat(this.contenders.before(THIRD)).contains(SECOND);
	}

	@Test
	void whoDoesNotQueueIsNeverFirst() {
		assertThatExceptionOfType(ToozError.class).isThrownBy(() -> this.contenders.before("eeee__lock__0000000001"));
		assertThat(Contenders.of(List.of("other")).first()).isEmpty();
	}

}
