package io.servicegroup.tooz.memcached;

import java.util.HexFormat;
import java.util.List;

import io.servicegroup.tck.Mutations;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.format.RawMsgpack;
import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parses malicious items.
 */
@Timeout(60)
class HostileItemsTests {

	private static final byte[] GROUP = GroupItem.EMPTY.with("a", Capabilities.encode("x"))
		.with("b", Capabilities.encode(List.of(1L, "y")))
		.pack();

	private static final byte[] LIST = RawMsgpack.packArray(List.of(RawMsgpack.id("g"), RawMsgpack.id("grün")));

	@Test
	void mutatedGroupsAreReadOrRefused() {
		new Mutations(20261122, GROUP).forEach(Mutations.COUNT, (bytes) -> {
			GroupItem item = GroupItem.read("key", Item.msgpack(bytes));
			assertThat(GroupItem.read("key", Item.msgpack(item.pack())).ids()).isEqualTo(item.ids());
			GroupItem joined = item.with("a", new byte[] { 1 });
			assertThat(joined.contains("a", new byte[] { 1 })).isTrue();
		});
	}

	@Test
	void mutatedListsOfGroupsAreReadOrRefused() {
		new Mutations(20261122, LIST).forEach(Mutations.COUNT,
				(bytes) -> assertThat(new IdList(null, "key", null).ids(Item.msgpack(bytes))).doesNotContainNull());
	}

	@Test
	void mutatedLeaderIdsAreReadOrUnknown() {
		new Mutations(20261122, RawMsgpack.id("leader"), Capabilities.encode("leader")).forEach(Mutations.COUNT,
				(bytes) -> {
					assertThat(MemcachedLocks.parseLeader(Item.msgpack(bytes))).isNotNull();
					assertThat(MemcachedLocks.parseLeader(new Item(Item.RAW, bytes))).isNotNull();
				});
	}

	/** Regression: two gigabytes were allocated for a name. */
	@Test
	void aDeclaredLengthBeyondTheInputIsNotAllocated() {
		for (String hex : List.of("c67fffffff", "db7fffffff", "c67ffffff061")) {
			Mutations.check(hex, HexFormat.of().parseHex(hex), (bytes) -> assertThat(RawMsgpack.text(bytes)).isNull());
		}
	}

	/**
	 * Regression: a second entry with the same id hid the first, and no heartbeat
	 * noticed.
	 */
	@Test
	void aDuplicateEntryIsNotAcceptedAsTheMembers() {
		byte[] capabilities = Capabilities.encode("x");
		GroupItem duplicate = GroupItem.read("key", Item.msgpack(RawMsgpack.packMap(List.of(RawMsgpack.id("a"),
				RawMsgpack.packMap(List.of(RawMsgpack.id("capabilities"), capabilities)), Capabilities.encode("a"),
				RawMsgpack.packMap(List.of(RawMsgpack.id("capabilities"), new byte[] { (byte) 0xd4, 0, 'x' }))))));
		assertThat(duplicate.contains("a", capabilities)).isFalse();
		assertThat(duplicate.with("a", capabilities).contains("a", capabilities)).isTrue();
	}

}
