package io.servicegroup.tooz.memcached;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.memcached.client.Item;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parses items with bytes that Jazzer generates, guided by coverage.
 */
class GroupItemFuzz {

	@FuzzTest(maxDuration = "1m")
	void bytesAreParsedOrRefused(byte[] bytes) {
		Item item = Item.msgpack(bytes);
		assertThat(MemcachedLocks.parseLeader(item)).isNotNull();
		assertThat(new IdList(null, "key", null).idsOrNone(item)).isNotNull();
		try {
			assertThat(GroupItem.read("key", item).with("a", bytes).contains("a", bytes)).isTrue();
		}
		catch (SerializationException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

}
