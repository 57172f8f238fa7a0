package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.CoordinationException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.common.ZKConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Groups whose list of members is longer than what ZooKeeper's client reads by default.
 */
class ZooKeeperLimitsTests extends ZooKeeperFixture {

	private static final int MEMBERS = 6000;

	/** Adds members whose ids have more than a mebibyte together. */
	private void addMembers() throws Exception {
		forEachMember((path) -> Op.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
	}

	/** Other clients of the tests cannot list these nodes, to delete them. */
	@AfterEach
	void removeMembers() throws Exception {
		forEachMember((path) -> Op.delete(path, -1));
	}

	private void forEachMember(Function<String, Op> operation) throws Exception {
		for (int from = 0; from < MEMBERS; from += 1000) {
			raw().multi(IntStream.range(from, from + 1000)
				.mapToObj((i) -> operation.apply("/tooz/" + this.group + "/" + "m".repeat(200) + i))
				.toList());
		}
	}

	@Test
	void aGroupMayHaveThousandsOfMembersWithLongIds() throws Exception {
		Coordinator one = coordinator(this.server.url("timeout=20"), "one");
		one.createGroup(this.group);
		addMembers();
		assertThat(one.getMembers(this.group)).hasSize(MEMBERS);
	}

	@Test
	void aListThatIsTooLongDoesNotBreakTheConnectionForever() throws Exception {
		System.setProperty(ZKConfig.JUTE_MAXBUFFER, "1000000");
		try {
			Coordinator one = coordinator(this.server.url("timeout=20"), "one");
			one.createGroup(this.group);
			one.joinGroupCreate("other", null);
			addMembers();
			await().atMost(Duration.ofSeconds(60))
				.untilAsserted(() -> assertThatExceptionOfType(CoordinationException.class)
					.isThrownBy(() -> one.getMembers(this.group))
					.withMessageContaining("/tooz/" + this.group)
					.withMessageContaining("1000000 bytes")
					.withMessageContaining("jute.maxbuffer"));
			await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> one.heartbeat() != null);
			for (int i = 0; i < 100; i++) {
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(() -> one.getMembers(this.group));
				assertThat(one.getMembers("other")).containsExactly("one");
			}
		}
		finally {
			System.clearProperty(ZKConfig.JUTE_MAXBUFFER);
		}
	}

}
