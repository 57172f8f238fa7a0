package io.servicegroup.tooz.memcached;

import java.util.HexFormat;
import java.util.List;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items that somebody has made to do harm.
 */
@Timeout(60)
class HostileItemsTests {

	private static final byte[] GROUP = GroupItem.EMPTY.with("a", Capabilities.encode("x"))
		.with("b", Capabilities.encode(List.of(1L, "y")))
		.pack();

	private static final byte[] LIST = RawValues.packArray(List.of(RawValues.id("g"), RawValues.id("grün")));

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
	void mutatedNamesOfLeadersAreReadOrUnknown() {
		new Mutations(20261122, RawValues.id("leader"), Capabilities.encode("leader")).forEach(Mutations.COUNT,
				(bytes) -> {
					assertThat(MemcachedLocks.named(Item.msgpack(bytes))).isNotNull();
					assertThat(MemcachedLocks.named(new Item(Item.RAW, bytes))).isNotNull();
				});
	}

	/** Two gigabytes of name were made room for, once. */
	@Test
	void aNameThatIsPromisedTakesNoRoom() {
		for (String hex : List.of("c67fffffff", "db7fffffff", "c67ffffff061")) {
			Mutations.check(hex, HexFormat.of().parseHex(hex), (bytes) -> assertThat(RawValues.text(bytes)).isNull());
		}
	}

	/** A second entry under an id hid the first one, once, and no beat took notice. */
	@Test
	void aSecondEntryUnderAnIdIsNotTakenForTheMembers() {
		byte[] capabilities = Capabilities.encode("x");
		GroupItem twice = GroupItem.read("key", Item.msgpack(RawValues.packMap(List.of(RawValues.id("a"),
				RawValues.packMap(List.of(RawValues.id("capabilities"), capabilities)), Capabilities.encode("a"),
				RawValues.packMap(List.of(RawValues.id("capabilities"), new byte[] { (byte) 0xd4, 0, 'x' }))))));
		assertThat(twice.contains("a", capabilities)).isFalse();
		assertThat(twice.with("a", capabilities).contains("a", capabilities)).isTrue();
	}

}
