package io.servicegroup.tooz.memcached;

import io.servicegroup.tck.servers.Warnings;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Warnings and recovery when single items are missing.
 */
class MemcachedEvictionTests extends MemcachedFixture {

	private Warnings warnings;

	@BeforeEach
	void collect() {
		this.warnings = new Warnings("io.servicegroup.tooz");
	}

	@AfterEach
	void close() {
		this.warnings.close();
	}

	@Test
	void lostItemsAreLoggedOnceAndWrittenAgain() {
		Coordinator one = joined("one", 1L);
		String[] keys = { MemcachedKeys.group(this.group), MemcachedKeys.GROUP_LIST, MemcachedKeys.heartbeat("one"),
				MemcachedKeys.holder("one"), MemcachedKeys.held(this.group, "one") };
		for (int i = 0; i < 2; i++) {
			for (String key : keys) {
				evict(key);
			}
			one.heartbeat();
			assertThat(keys).allSatisfy((key) -> assertThat(stored(key)).isNotNull());
		}
		assertThat(this.warnings.messages()).singleElement()
			.asString()
			.contains(keys)
			.contains("Lost data of member 'one'", "evictions: 0", "memcached -m");
	}

	@Test
	void normalOperationLogsNoWarning() {
		Coordinator one = joined("one", 1L);
		one.heartbeat();
		one.updateCapabilities(this.group, 2L);
		one.heartbeat();
		one.leaveGroup(this.group);
		one.heartbeat();
		one.joinGroup(this.group, 3L);
		one.heartbeat();
		assertThat(this.warnings.messages()).isEmpty();
	}

	@Test
	void anyKeyOfTheMembersProcessIsEnough() {
		Coordinator one = joined("one", null);
		Coordinator two = coordinator("two");
		evict(MemcachedKeys.heartbeat("one"));
		evict(MemcachedKeys.held(this.group, "one"));
		assertThat(two.getMembers(this.group)).containsExactly("one");
		one.heartbeat();
		evict(MemcachedKeys.alive(this.group, "one"));
		assertThat(two.getMembers(this.group)).containsExactly("one");
		evict(MemcachedKeys.held(this.group, "one"));
		assertThat(two.getMembers(this.group)).isEmpty();
	}

}
