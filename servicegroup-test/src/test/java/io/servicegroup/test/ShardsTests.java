package io.servicegroup.test;

import java.util.Map;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupUnavailableException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@SpringBootTest
@AutoConfigureTestServiceGroup
class ShardsTests {

	@Autowired
	private Shards shards;

	@Autowired
	private ServiceGroupAPI serviceGroup;

	@Autowired
	private TestServiceGroup group;

	@Test
	void aMemberThatDiesIsNotUsed() {
		TestMember shard = this.group.join("shard-1", Map.of("host", "10.0.0.1"));
		assertThat(this.shards.mayUse("shard-1")).isTrue();
		shard.die();
		assertThat(this.shards.mayUse("shard-1")).isFalse();
	}

	@Test
	void aMemberIsUsedUntilItsTimeoutHasPassed() {
		TestMember shard = this.group.join("shard-1");
		shard.pause();
		this.group.elapse(this.group.timeout().dividedBy(2));
		assertThat(this.shards.mayUse("shard-1")).isTrue();
		this.group.elapse(this.group.timeout());
		assertThat(this.shards.mayUse("shard-1")).isFalse();
		shard.resume();
		assertThat(this.shards.mayUse("shard-1")).isTrue();
	}

	@Test
	void whileTheStoreIsDownNothingIsKnown() {
		this.group.join("shard-1");
		this.group.failStore();
		assertThatExceptionOfType(ServiceGroupUnavailableException.class)
			.isThrownBy(() -> this.shards.mayUse("shard-1"));
		this.group.restoreStore();
		assertThat(this.shards.mayUse("shard-1")).isTrue();
	}

	@Test
	void theLeaderChanges() {
		assertThat(this.shards.isLeader()).isTrue();
		TestMember other = this.group.join("other");
		other.lead();
		assertThat(this.shards.isLeader()).isFalse();
		other.leave();
		await().until(this.shards::isLeader);
	}

	@Test
	void anotherGroup() {
		this.group.forGroup("orders").join("orders-1", Map.of("zone", "b"));
		assertThat(this.serviceGroup.getAll("orders")).singleElement()
			.satisfies((member) -> assertThat(member.capabilities()).containsEntry("zone", "b"));
	}

}
