package io.servicegroup.tooz.memcached;

import java.util.Map;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The items in memcached, byte for byte, and the handling of items that other programs
 * wrote.
 */
class MemcachedFormatTests extends MemcachedFixture {

	private static final String CAPABILITIES = "c40c6361706162696c6974696573";

	private static final String BEAT = "1:" + hex("It's alive!");

	private static final String LIST = "_TOOZ_GROUP_LIST";

	private String key() {
		return "_TOOZ_GROUP_" + this.group;
	}

	private String packed(String id) {
		return "c4%02x".formatted(id.length()) + hex(id);
	}

	@Test
	void anEmptyGroupIsAnEmptyMapAndOnTheList() {
		coordinator("one").createGroup(this.group);
		assertThat(stored(key())).isEqualTo("2:80");
		assertThat(stored(LIST)).isEqualTo("2:91" + packed(this.group));
		coordinator("one").deleteGroup(this.group);
		assertThat(stored(key())).isNull();
		assertThat(stored(LIST)).isEqualTo("2:90");
	}

	@Test
	void aMemberIsAnEntryAHeartbeatKeyAndKeysOfItsProcess() {
		Coordinator one = joined("one", Map.of("v", 1L));
		assertThat(stored(key())).isEqualTo("2:81" + packed("one") + "81" + CAPABILITIES + "81a17601");
		assertThat(stored("_TOOZ_MEMBER_one")).isEqualTo(BEAT);
		assertThat(stored("_TOOZ_HOLDER_one"))
			.isEqualTo("1:" + hex("see held " + TIMEOUT + " " + version("_TOOZ_MEMBER_one")));
		assertThat(stored(MemcachedKeys.held(this.group, "one"))).hasSize(2 + 2 * 36).startsWith("1:");
		assertThat(stored(MemcachedKeys.alive(this.group, "one"))).isEqualTo("1:" + hex("1"));
		one.updateCapabilities(this.group, null);
		one.heartbeat();
		assertThat(stored(key())).isEqualTo("2:81" + packed("one") + "81" + CAPABILITIES + "c0");
		assertThat(stored("_TOOZ_MEMBER_one")).isEqualTo(BEAT);
		one.stop();
		assertThat(stored(key())).isEqualTo("2:80");
		assertThat(stored("_TOOZ_MEMBER_one")).isNull();
		assertThat(stored("_TOOZ_HOLDER_one")).isNull();
		assertThat(MemcachedKeys.signsOfLife(this.group, "one")).allSatisfy((key) -> assertThat(stored(key)).isNull());
	}

	@Test
	void entriesOfOthersAreKeptAndListedIfTheirIdCanBeRead() {
		String foreign = packed("foreign") + "82" + CAPABILITIES + "d463ff" + "a17801";
		String broken = packed("broken") + "c0";
		String unreadable = "01c0";
		store(key(), 2, "83" + foreign + broken + unreadable);
		store("_TOOZ_MEMBER_foreign", 1, hex("It's alive!"));
		store("_TOOZ_MEMBER_broken", 1, hex("It's alive!"));
		Coordinator one = joined("one", null);
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("foreign", "broken", "one");
		one.heartbeat();
		one.updateCapabilities(this.group, 5L);
		assertThat(stored(key()))
			.isEqualTo("2:84" + foreign + broken + unreadable + packed("one") + "81" + CAPABILITIES + "05");
		one.leaveGroup(this.group);
		assertThat(stored(key())).isEqualTo("2:83" + foreign + broken + unreadable);
	}

	@Test
	void deadMembersAreNotListedAndRemoved() {
		String dead = packed("dead") + "81" + CAPABILITIES + "c0";
		store(key(), 2, "82" + dead + "01c0");
		Coordinator one = coordinator("one");
		assertThat(one.getMembers(this.group)).isEmpty();
		assertThat(stored(key())).isEqualTo("2:81" + "01c0");
	}

	@Test
	void textKeysOfPythonAreRead() {
		store(key(), 2, "81" + "a16d" + "81ac6361706162696c697469657301");
		store("_TOOZ_MEMBER_m", 1, hex("It's alive!"));
		store(LIST, 2, "91" + "a1" + hex("t"));
		assertThat(coordinator("one").getMemberCapabilities(this.group, "m")).isEqualTo(1L);
		assertThat(coordinator("one").getGroups()).containsExactly("t");
	}

	@Test
	void aGroupBeingDeletedDoesNotExistAndCanBeCreatedIfTheDeletionDoesNotEnd() {
		store(key(), 2, "c0");
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> one.getMembers(this.group));
		assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> one.joinGroup(this.group, null));
		assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> one.deleteGroup(this.group));
		one.joinGroupCreate(this.group, null);
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void anItemThatIsNotAGroupIsRefusedWithAFixAndRestoredByAHeartbeat() {
		Coordinator one = joined("one", 1L);
		store(key(), 2, "c1");
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> one.getMembers(this.group))
			.withMessageContaining(key())
			.withMessageContaining("Delete");
		assertThatExceptionOfType(SerializationException.class).isThrownBy(() -> one.deleteGroup(this.group));
		one.heartbeat();
		assertThat(one.getMemberCapabilities(this.group, "one")).isEqualTo(1L);
	}

	@Test
	void anItemThatIsNotAListIsRestoredByAHeartbeat() {
		Coordinator one = joined("one", null);
		store(LIST, 2, "c1");
		assertThatExceptionOfType(SerializationException.class).isThrownBy(one::getGroups);
		one.heartbeat();
		assertThat(one.getGroups()).containsExactly(this.group);
	}

	@Test
	void anEvictedGroupIsRestoredByAHeartbeat() {
		Coordinator one = joined("one", 1L);
		evict(key());
		one.heartbeat();
		assertThat(one.getMemberCapabilities(this.group, "one")).isEqualTo(1L);
	}

	@Test
	void anEvictedListIsRestoredByAHeartbeat() {
		Coordinator one = joined("one", null);
		evict(LIST);
		one.heartbeat();
		assertThat(one.getGroups()).containsExactly(this.group);
	}

	@Test
	void aBrokenEntryOfTheMemberIsRestoredByItsHeartbeat() {
		Coordinator one = joined("one", 1L);
		store(key(), 2, "81" + packed("one") + "c0");
		one.heartbeat();
		assertThat(one.getMemberCapabilities(this.group, "one")).isEqualTo(1L);
	}

	@Test
	void idsAreStoredInUtf8() {
		Coordinator one = joined("müller", null);
		one.heartbeat();
		assertThat(stored("_TOOZ_MEMBER_müller")).isEqualTo(BEAT);
		assertThat(one.getMembers(this.group)).containsExactly("müller");
	}

	@Test
	void aGroupThatExceedsTheServersLimitIsRefusedWithAFix() {
		Coordinator one = joined("one", "x".repeat(600_000));
		Coordinator two = coordinator("two");
		assertThatExceptionOfType(CoordinationException.class)
			.isThrownBy(() -> two.joinGroup(this.group, "x".repeat(600_000)))
			.withMessageContaining(key())
			.withMessageContaining("-I");
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

}
