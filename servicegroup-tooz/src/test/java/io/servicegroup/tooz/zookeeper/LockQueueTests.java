package io.servicegroup.tooz.zookeeper;

import java.util.List;

import io.servicegroup.tooz.CoordinationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The order of a lock's queue, and the nodes that belong to it.
 */
class LockQueueTests {

	private static final String FIRST = "ffff__lock__0000000009";

	private static final String SECOND = "aaaa__lock__0000000010";

	private static final String THIRD = "bbbb__lock__0000000011";

	private final LockQueue queue = LockQueue
		.of(List.of(THIRD, "cccc__rlock__0000000001", FIRST, "0000000002", "_c_dddd-lock-0000000003", SECOND));

	@Test
	void theOrderIsThatOfTheSequenceNumbers() {
		assertThat(this.queue.names()).containsExactly(FIRST, SECOND, THIRD);
		assertThat(this.queue.first()).contains(FIRST);
	}

	@Test
	void eachNodeHasTheOneBeforeAsItsPredecessor() {
		assertThat(this.queue.predecessor(FIRST)).isEmpty();
		assertThat(this.queue.predecessor(SECOND)).contains(FIRST);
		assertThat(this.queue.predecessor(THIRD)).contains(SECOND);
	}

	@Test
	void otherNodesAreNeverFirst() {
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> this.queue.predecessor("eeee__lock__0000000001"));
		assertThat(LockQueue.of(List.of("other")).first()).isEmpty();
	}

}
