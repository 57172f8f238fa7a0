package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.Partitioner;
import io.servicegroup.tooz.Partitions;
import io.servicegroup.tooz.RebalanceEvent;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.memory.MemoryStore.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class PartitionsTests {

	private static final String URL = "memory://partitions?timeout=60";

	private final MemoryStore store = MemoryStore.named("partitions");

	private final ManagedCoordinator one = Coordinators.get(Coordinators.parse(URL), "one");

	private final Partitions partitions = this.one.partitions();

	@AfterEach
	void close() {
		this.one.close();
		this.store.close();
	}

	private void awaitRing(Partitioner partitioner, Map<String, Integer> nodes) {
		await().atMost(Duration.ofSeconds(5)).until(() -> partitioner.ring().nodes().equals(nodes));
	}

	@Test
	void followReadsAGroupThatTheApplicationJoinsOtherwise() {
		Partitioner partitioner = this.partitions.follow("web");
		assertThat(partitioner.ring().nodes()).isEmpty();
		assertThat(partitioner.belongsToSelf("object")).isFalse();
		assertThat(this.one.getGroups()).isEmpty();
		this.one.joinGroupCreate("web", Map.of("weight", 3));
		awaitRing(partitioner, Map.of("one", 3));
		assertThatIllegalArgumentException().isThrownBy(() -> this.partitions.leave(partitioner))
			.withMessageContaining("'web'");
		assertThat(this.one.getMembers("web")).containsExactly("one");
		partitioner.close();
		assertThat(this.one.getMembers("web")).containsExactly("one");
		assertThat(partitioner.isStale()).isTrue();
	}

	@Test
	void followStartsWithAnEmptyStaleRingWhileTheStoreIsUnavailable() throws InterruptedException {
		this.one.joinGroupCreate("web", null);
		this.store.fail(Failure.UNAVAILABLE);
		Partitioner partitioner = this.partitions.follow("web");
		BlockingQueue<RebalanceEvent> events = new LinkedBlockingQueue<>();
		partitioner.onRebalance(events::add);
		assertThat(partitioner.isStale()).isTrue();
		assertThat(partitioner.ring().nodes()).isEmpty();
		assertThat(partitioner.asOf()).isEqualTo(Instant.EPOCH);
		this.store.heal();
		RebalanceEvent event = events.poll(5, TimeUnit.SECONDS);
		assertThat(event).isNotNull();
		assertThat(event.joined()).containsExactly("one");
		assertThat(event.before().nodes()).isEmpty();
		assertThat(partitioner.isStale()).isFalse();
		assertThat(partitioner.belongsToSelf("object")).isTrue();
	}

	@Test
	void followRefusesInvalidArguments() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.partitions.follow("web", 0));
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> this.partitions.follow(""));
	}

	@Test
	void joinAndLeaveAreThoseOfPartitionedGroups() {
		Partitioner partitioner = this.partitions.join("jobs", 2);
		assertThat(partitioner.ring().nodes()).isEqualTo(Map.of("one", 2));
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(() -> this.partitions.join("jobs"));
		this.partitions.leave(partitioner);
		assertThat(this.one.getMembers("jobs")).isEmpty();
		assertThat(partitioner.isStale()).isTrue();
	}

}
