package io.servicegroup.tooz.memcached;

import java.util.HexFormat;
import java.util.Set;

import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.memcached.client.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GroupItemTests {

	/** The packed bin "capabilities". */
	private static final String CAPABILITIES = "c40c6361706162696c6974696573";

	private static GroupItem read(String hex) {
		return GroupItem.read("key", Item.msgpack(HexFormat.of().parseHex(hex)));
	}

	private static String hex(GroupItem item) {
		return HexFormat.of().formatHex(item.pack());
	}

	@ParameterizedTest
	@ValueSource(strings = { "80",
			// A longer form than necessary, and an unknown extension.
			"81c50001" + "61" + "81" + CAPABILITIES + "d463ff",
			// Ids: a number, a list, invalid UTF-8, with a blank.
			"84" + "01c0" + "910102" + "c402c328c0" + "c4036120620a",
			// Records: nil, no capabilities, further fields.
			"83" + "c40161c0" + "c40162" + "81a17801" + "c40163" + "82" + CAPABILITIES + "01" + "a17802",
			// The outer map header is written in its short form, so the 16-bit form is
			// tested in the entry.
			"81c40161" + "de0001" + CAPABILITIES + "dc0000" })
	void anUnchangedItemIsWrittenByteForByteAsItWasRead(String hex) {
		assertThat(hex(read(hex))).isEqualTo(hex);
	}

	@Test
	void aChangeKeepsOtherEntriesByteForByte() {
		String other = "c50001" + "61" + "81" + CAPABILITIES + "d463ff";
		String broken = "01c0";
		GroupItem joined = read("82" + other + broken).with("b", new byte[] { (byte) 0xc0 });
		assertThat(hex(joined)).isEqualTo("83" + other + broken + "c40162" + "81" + CAPABILITIES + "c0");
		assertThat(hex(joined.without(Set.of("a")))).isEqualTo("82" + broken + "c40162" + "81" + CAPABILITIES + "c0");
	}

	@Test
	void ownEntriesAreReplacedWhateverTheEncodingOfTheId() {
		GroupItem changed = read("82" + "a161c0" + "c40161c0").with("a", new byte[] { 1 });
		assertThat(hex(changed)).isEqualTo("81" + "c40161" + "81" + CAPABILITIES + "01");
	}

	@Test
	void capabilitiesAreFoundWhetherKeysAreBytesOrText() {
		GroupItem item = read("82" + "a161" + "81ac6361706162696c697469657301" + "c40162" + "81" + CAPABILITIES + "02");
		assertThat(item.ids()).containsExactly("a", "b");
		assertThat(item.entries()).extracting(GroupItem.Entry::capabilities)
			.containsExactly(new byte[] { 1 }, new byte[] { 2 });
	}

	@Test
	void brokenEntriesHaveNoCapabilities() {
		GroupItem item = read("83" + "c40161c0" + "c40162" + "81a17801" + "c40163" + "81" + CAPABILITIES + "02");
		assertThat(item.contains("a")).isTrue();
		assertThat(item.contains("a", new byte[] { 1 })).isFalse();
		assertThat(item.contains("b", new byte[] { 1 })).isFalse();
		assertThat(item.contains("c", new byte[] { 2 })).isTrue();
		assertThat(item.contains("c", new byte[] { 1 })).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c0", "90", "c1", "8101", "81", "dfffffffff", "8000", "81c40161c4ff" })
	void anItemThatIsNotAMapIsRefusedWithAFix(String hex) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> read(hex))
			.withMessageContaining("'key'")
			.withMessageContaining("Delete the key");
	}

	@Test
	void otherFlagsThanMsgpackAreRefused() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> GroupItem.read("key", new Item(Item.RAW, new byte[] { (byte) 0x80 })));
	}

}
