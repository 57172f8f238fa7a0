package io.servicegroup.tooz.memcached;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.servicegroup.tooz.SerializationError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items of memcached and bytes that Jazzer makes, guided by what they reach.
 */
class GroupItemFuzz {

	@FuzzTest(maxDuration = "1m")
	void aGroupOrRefused(byte[] bytes) {
		Item item = Item.msgpack(bytes);
		assertThat(MemcachedLocks.named(item)).isNotNull();
		assertThat(new IdList(null, "key", null).idsOrNone(item)).isNotNull();
		try {
			assertThat(GroupItem.read("key", item).with("a", bytes).contains("a", bytes)).isTrue();
		}
		catch (SerializationError ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

}
