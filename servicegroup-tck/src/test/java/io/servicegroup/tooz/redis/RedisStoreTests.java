package io.servicegroup.tooz.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys and values in Redis, byte for byte, and the handling of unexpected ones.
 */
class RedisStoreTests extends RedisFixture {

	private static final byte[] NIL = { (byte) 0xc0 };

	@Test
	void theKeysAreThoseOfTooz() {
		joined("grün", Map.of("a", 1L));
		assertThat((List<?>) this.probe.command("KEYS", "*")).extracting((key) -> text(key))
			.containsExactlyInAnyOrder("_tooz_groups", "_tooz_group:g", "_tooz_beats:grün", "_tooz_holder:grün",
					"_tooz_held:g:grün:1", "_tooz_expiries:g:");
		assertThat((List<?>) this.probe.command("SMEMBERS", "_tooz_groups")).extracting((id) -> text(id))
			.containsExactly("g");
		assertThat(this.probe.command("HLEN", "_tooz_group:g")).isEqualTo(2L);
		assertThat(this.probe.text("HGET", "_tooz_group:g", "__created__")).isEqualTo("1");
		assertThat(this.probe.command("HGET", "_tooz_group:g", "grün"))
			.isEqualTo(new byte[] { (byte) 0x81, (byte) 0xa1, 'a', 1 });
		assertThat(this.probe.text("GET", "_tooz_beats:grün")).isEqualTo("Not dead!");
		assertThat(Set.of("_tooz_beats:grün", "_tooz_holder:grün", "_tooz_held:g:grün:1"))
			.allSatisfy((key) -> assertThat((Long) this.probe.command("PTTL", key)).isBetween(2000L, 4000L));
	}

	private static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.UTF_8);
	}

	@Test
	void stoppingDeletesTheHeartbeat() {
		joined("one", null).stop();
		assertThat((List<?>) this.probe.command("KEYS", "*")).extracting((key) -> text(key))
			.containsExactlyInAnyOrder("_tooz_groups", "_tooz_group:g", "_tooz_left:g:one:1");
		assertThat(this.probe.command("HLEN", "_tooz_group:g")).isEqualTo(1L);
		// That it left in order, for as long as it would be missed after a death.
		assertThat((Long) this.probe.command("PTTL", "_tooz_left:g:one:1")).isPositive();
	}

	@Test
	void aPythonMemberWithTheSameIdIsNotAffected() {
		Coordinator one = coordinator("one");
		one.createGroup("g");
		this.probe.command("SET", "_tooz_beats:one", "Not dead!", "PX", "60000");
		this.probe.command("HSET", "_tooz_group:g", "one", NIL);
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(() -> one.joinGroup("g", Map.of()))
			.withMessageContaining("such as 'g-one'");
		one.stop();
		assertThat(this.probe.command("HGET", "_tooz_group:g", "one")).isEqualTo(NIL);
		assertThat((Long) this.probe.command("PTTL", "_tooz_beats:one")).isGreaterThan(50_000);
		assertThat(this.probe.command("EXISTS", "_tooz_holder:one")).isEqualTo(0L);
	}

	@Test
	void anEvictedHolderKeyIsRestoredByTheNextHeartbeat() {
		Coordinator one = joined("one", null);
		this.probe.command("DEL", "_tooz_holder:one");
		one.heartbeat();
		assertThat(this.probe.command("EXISTS", "_tooz_holder:one")).isEqualTo(1L);
	}

	@Test
	void anEarlierReleaseWithTheIdInAnotherGroupKeepsIt() {
		Coordinator one = coordinator("one");
		one.createGroup("g");
		this.probe.command("SET", "_tooz_holder:one", "01234567-89ab-cdef-0123-456789abcdef", "PX", "60000");
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(() -> one.joinGroup("g", null))
			.withMessageContaining("an earlier release")
			.withMessageContaining("such as 'g-one'");
		one.stop();
		assertThat(this.probe.command("EXISTS", "_tooz_beats:one", "_tooz_held:g:one:1")).isEqualTo(0L);
	}

	@Test
	void processesWithTheSameIdShareItsHeartbeat() {
		Coordinator one = joined("one", null);
		Coordinator longer = started(this.server.url("timeout=60"), "one");
		longer.joinGroupCreate("h", null);
		one.heartbeat();
		one.stop();
		assertThat((Long) this.probe.command("PTTL", "_tooz_beats:one")).isGreaterThan(50_000);
		assertThat(this.probe.command("EXISTS", "_tooz_held:g:one:1")).isEqualTo(0L);
		longer.stop();
		assertThat(this.probe.command("EXISTS", "_tooz_beats:one", "_tooz_holder:one")).isEqualTo(0L);
	}

	/** So Python, which only looks at the heartbeat, lists it no longer. */
	@Test
	void theEntryOfADeadMemberIsRemovedThoughItsIdLivesInAnotherGroup() {
		joined("one", null);
		started(this.server.url("timeout=60"), "one").joinGroupCreate("h", null);
		this.probe.command("DEL", "_tooz_held:g:one:1");
		assertThat(coordinator("two").getMembers("g")).isEmpty();
		assertThat(this.probe.command("HEXISTS", "_tooz_group:g", "one")).isEqualTo(0L);
		assertThat(this.probe.command("HEXISTS", "_tooz_group:h", "one")).isEqualTo(1L);
	}

	@Test
	void aPythonMemberWithTheIdInAnotherGroupIsNeitherRemovedNorKeptAlive() {
		Coordinator one = joined("one", null);
		one.createGroup("h");
		this.probe.command("SET", "_tooz_beats:one", "Not dead!", "PX", "60000");
		this.probe.command("HSET", "_tooz_group:h", "one", NIL);
		one.heartbeat();
		Coordinator two = coordinator("two");
		assertThat(two.getMembers("h")).containsExactly("one");
		assertThat((Long) this.probe.command("PTTL", "_tooz_beats:one")).isGreaterThan(50_000);
		one.stop();
		assertThat(two.getMembers("h")).containsExactly("one");
	}

	@Test
	void aPythonMemberWithTheIdInAnotherGroupIsRemovedOnceItsHeartbeatHasExpired() {
		Coordinator one = joined("one", null);
		one.createGroup("h");
		this.probe.command("SET", "_tooz_beats:one", "Not dead!", "PX", "60000");
		this.probe.command("HSET", "_tooz_group:h", "one", NIL);
		one.heartbeat();
		this.probe.command("PEXPIREAT", "_tooz_beats:one", pexpireTime("_tooz_holder:one"));
		Coordinator two = coordinator("two");
		assertThat(two.getMembers("h")).as("times that are equal by chance").containsExactly("one");
		this.probe.command("DEL", "_tooz_beats:one");
		one.heartbeat();
		assertThat(this.probe.text("GET", "_tooz_beats:one")).isEqualTo("Not dead!");
		assertThat(two.getMembers("h")).isEmpty();
		assertThat(two.getMembers("g")).containsExactly("one");
	}

	private String pexpireTime(String key) {
		return String.valueOf(System.currentTimeMillis() + (Long) this.probe.command("PTTL", key));
	}

	@Test
	void idsThatAreNotUtf8AreListedAndRemovedOnceDead() {
		Coordinator one = joined("one", null);
		byte[] odd = { (byte) 0xff, 0, '\n' };
		byte[] key = java.util.Arrays.copyOf("_tooz_beats:".getBytes(StandardCharsets.UTF_8), 15);
		System.arraycopy(odd, 0, key, 12, 3);
		this.probe.command("SET", key, "Not dead!", "PX", "60000");
		this.probe.command("HSET", "_tooz_group:g", odd, NIL);
		this.probe.command("SADD", "_tooz_groups", odd);
		assertThat(one.getMembers("g")).containsExactlyInAnyOrder("one", "\\xff\0\n");
		assertThat(one.getGroups()).containsExactlyInAnyOrder("g", "\\xff\0\n");
		this.probe.command("DEL", key);
		assertThat(one.getMembers("g")).containsExactly("one");
		assertThat(this.probe.command("HEXISTS", "_tooz_group:g", odd)).isEqualTo(0L);
	}

	@Test
	void aGroupWithOnlyDeadMembersIsDeleted() {
		Coordinator one = coordinator("one");
		one.createGroup("g");
		this.probe.command("HSET", "_tooz_group:g", "dead", NIL);
		one.deleteGroup("g");
		assertThat(this.probe.command("EXISTS", "_tooz_group:g", "_tooz_groups")).isEqualTo(0L);
	}

	@Test
	void theErrorNamesAGroupsKeyOfTheWrongTypeAndOtherGroupsWork() {
		Coordinator one = joined("one", null);
		one.joinGroupCreate("h", null);
		this.probe.command("SET", "_tooz_group:g", "a string");
		assertWrongType("_tooz_group:g", () -> one.getMembers("g"));
		assertWrongType("_tooz_group:g", () -> one.updateCapabilities("g", Map.of()));
		expireSoon("one");
		assertWrongType("_tooz_group:g", one::heartbeat);
		assertThat((Long) this.probe.command("PTTL", "_tooz_beats:one")).isGreaterThan(2000);
		assertThat(one.getMembers("h")).containsExactly("one");
		this.probe.command("DEL", "_tooz_group:g");
		one.heartbeat();
		assertThat(one.getMembers("g")).containsExactly("one");
	}

	@Test
	void theErrorNamesOtherKeysOfTheWrongType() {
		this.probe.command("HSET", "_tooz_holder:one", "a", "hash");
		Coordinator one = coordinator("one");
		one.createGroup("g");
		assertWrongType("_tooz_holder:one", () -> one.joinGroup("g", null));
		assertThat(this.probe.command("EXISTS", "_tooz_beats:one")).isEqualTo(0L);
		this.probe.command("DEL", "_tooz_groups");
		this.probe.command("HSET", "_tooz_groups", "a", "hash");
		assertWrongType("_tooz_groups", one::getGroups);
		assertWrongType("_tooz_groups", () -> one.createGroup("h"));
		assertWrongType("_tooz_groups", () -> one.deleteGroup("g"));
		assertThat(this.probe.command("EXISTS", "_tooz_group:h")).isEqualTo(0L);
		assertThat(this.probe.command("EXISTS", "_tooz_group:g")).isEqualTo(1L);
	}

	private void assertWrongType(String key, Runnable call) {
		assertThatExceptionOfType(SerializationException.class).isThrownBy(call::run)
			.withMessageContaining("'" + key + "'")
			.withMessageContaining("DEL");
	}

	@Test
	void theMarkerFieldOfAGroupIsNotAMemberId() {
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> coordinator("__created__"));
	}

	@Test
	void listingTakesTwoCommandsForAnyNumberOfMembersAndThreeIfSomeAreInPython() {
		Coordinator one = coordinator("one");
		one.createGroup("g");
		addMembers(0, 10, "_tooz_held:g:m%d:1");
		assertThat(commandsToList(one, 10)).isEqualTo(2);
		addMembers(10, 1000, "_tooz_held:g:m%d:1");
		assertThat(commandsToList(one, 1000)).isEqualTo(2);
		addMembers(1000, 1010, "_tooz_beats:m%d");
		assertThat(commandsToList(one, 1010)).isEqualTo(3);
		addMembers(1010, 2000, "_tooz_beats:m%d");
		assertThat(commandsToList(one, 2000)).isEqualTo(3);
	}

	private void addMembers(int from, int to, String signOfLife) {
		byte[] capabilities = Capabilities.encode(Map.of("weight", 1));
		for (int i = from; i < to; i++) {
			this.probe.command("SET", signOfLife.replace("%d", Integer.toString(i)), "Not dead!", "PX", "60000");
			this.probe.command("HSET", "_tooz_group:g", "m" + i, capabilities);
		}
	}

	/** Does not count HELLO, which asks for the server's role from time to time. */
	private int commandsToList(Coordinator one, int expected) {
		this.probe.command("CONFIG", "RESETSTAT");
		assertThat(one.getMembersWithCapabilities("g")).hasSize(expected);
		return this.probe.text("INFO", "commandstats")
			.lines()
			.filter((line) -> line.matches("cmdstat_(?!config|hello).*"))
			.mapToInt((line) -> Integer.parseInt(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
			.sum();
	}

}
