package io.servicegroup.tck;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The contract for groups and memberships: create, join, update, leave and list.
 * Heartbeats must keep a membership beyond its timeout. A second process with the same
 * member id must be refused without an effect on the first. Capabilities of all types
 * must be read as they were written. Errors must be tooz's. A subclass provides the
 * server and direct access to the store.
 */
public abstract class MembershipContract extends WatcherContract {

	/** Returns the length of the longest id that this test uses. */
	protected int longestId() {
		return 10_000;
	}

	@Test
	void idsMayBeLong() {
		String member = "m".repeat(longestId());
		String group = "g".repeat(longestId());
		Coordinator one = coordinator(member);
		one.joinGroupCreate(group, null);
		one.heartbeat();
		assertThat(one.getMembers(group)).containsExactly(member);
		one.leaveGroup(group);
	}

	@Test
	void groupsAreCreatedListedAndDeleted() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		one.createGroup(this.group + "-b");
		assertThat(coordinator("two").getGroups()).containsExactlyInAnyOrder(this.group, this.group + "-b");
		one.deleteGroup(this.group);
		assertThat(one.getGroups()).containsExactly(this.group + "-b");
	}

	@Test
	void groupErrorsAreToozErrors() {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> one.deleteGroup(this.group))
			.satisfies((ex) -> assertThat(ex.group()).isEqualTo(this.group));
		assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> one.joinGroup(this.group, null));
		assertThatExceptionOfType(GroupNotFoundException.class).isThrownBy(() -> one.getMembers(this.group));
		one.createGroup(this.group);
		assertThatExceptionOfType(GroupAlreadyExistsException.class).isThrownBy(() -> one.createGroup(this.group));
		one.joinGroup(this.group, null);
		assertThatExceptionOfType(GroupNotEmptyException.class).isThrownBy(() -> one.deleteGroup(this.group));
		assertThat(one.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void memberErrorsAreToozErrors() {
		Coordinator one = coordinator("one");
		one.createGroup(this.group);
		assertThatExceptionOfType(MemberNotJoinedException.class).isThrownBy(() -> one.leaveGroup(this.group));
		assertThatExceptionOfType(MemberNotJoinedException.class)
			.isThrownBy(() -> one.updateCapabilities(this.group, null));
		assertThatExceptionOfType(MemberNotJoinedException.class)
			.isThrownBy(() -> one.getMemberCapabilities(this.group, "nobody"));
		one.joinGroup(this.group, null);
		assertThatExceptionOfType(MemberAlreadyExistsException.class).isThrownBy(() -> one.joinGroup(this.group, null));
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> one.updateCapabilities(this.group, Map.of("k", new Object())));
	}

	@Test
	void membersSeeEachOtherUntilTheyLeave() {
		Coordinator one = joined("one", Map.of("role", "api"));
		Coordinator two = joined("two", Map.of("role", "worker"));
		assertThat(one.getMembers(this.group)).containsExactlyInAnyOrder("one", "two");
		assertThat(one.getMemberCapabilities(this.group, "two")).isEqualTo(Map.of("role", "worker"));
		two.leaveGroup(this.group);
		assertThat(one.getMembers(this.group)).containsExactly("one");
		assertThat(two.getMembers(this.group)).containsExactly("one");
		two.joinGroup(this.group, Map.of("role", "again"));
		assertThat(one.getMemberCapabilities(this.group, "two")).isEqualTo(Map.of("role", "again"));
	}

	/** An interrupt is neither an answer of the store nor a failure of it. */
	@Test
	void anInterruptIsAnExceptionOfItsOwn() {
		Coordinator one = joined("one", null);
		Coordinator two = create("two");
		InterruptedCalls.check(one::getGroups, () -> one.getMembers(this.group),
				() -> one.updateCapabilities(this.group, null), one::heartbeat,
				() -> one.createGroup(this.group + "-b"), () -> one.joinGroupCreate(this.group + "-c", null),
				() -> one.leaveGroup(this.group), two::start, two::getGroups);
		two.start();
		// Retries a leave whose call was interrupted.
		one.heartbeat();
		assertThat(two.getMembers(this.group)).isEmpty();
	}

	@Test
	void stopLeavesAllGroups() {
		Coordinator one = joined("one", null);
		one.joinGroupCreate(this.group + "-b", null);
		Coordinator two = coordinator("two");
		one.stop();
		assertThat(two.getMembers(this.group)).isEmpty();
		assertThat(two.getMembers(this.group + "-b")).isEmpty();
	}

	@Test
	void leavingOneGroupKeepsTheOther() {
		Coordinator one = joined("one", null);
		one.joinGroupCreate(this.group + "-b", Map.of("b", 1L));
		one.leaveGroup(this.group);
		one.heartbeat();
		Coordinator two = coordinator("two");
		assertThat(two.getMembers(this.group)).isEmpty();
		assertThat(two.getMemberCapabilities(this.group + "-b", "one")).isEqualTo(Map.of("b", 1L));
	}

	@Test
	void capabilitiesOfAllTypesAreReadAsWritten() {
		Map<Object, Object> capabilities = new LinkedHashMap<>();
		capabilities.put("text", "grün");
		capabilities.put("numbers", List.of(1L, -5L, 1L << 40, 2.5));
		capabilities.put("flag", true);
		capabilities.put("nothing", null);
		capabilities.put("uuid", UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"));
		capabilities.put("time", java.time.LocalDateTime.of(2026, 11, 22, 1, 2, 3, 4000));
		capabilities.put("set", new LinkedHashSet<>(List.of("a", "b")));
		capabilities.put("nested", Map.of("deep", Map.of("er", 1L)));
		capabilities.put("opaque", new Capabilities.Opaque((byte) 99, new byte[] { 1, 2 }));
		joined("one", capabilities);
		assertThat(coordinator("two").getMemberCapabilities(this.group, "one")).isEqualTo(capabilities);
	}

	@Test
	void capabilitiesAreUpdated() {
		Coordinator one = joined("one", Map.of("v", 1L));
		Coordinator two = joined("two", Map.of("v", 7L));
		one.updateCapabilities(this.group, Map.of("v", 2L));
		one.heartbeat();
		assertThat(two.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("v", 2L));
		assertThat(two.getMemberCapabilities(this.group, "two")).isEqualTo(Map.of("v", 7L));
	}

	@Test
	void heartbeatsKeepAMemberBeyondItsTimeout() {
		Coordinator one = joined("one", null);
		Coordinator two = coordinator("two");
		within(timeout().multipliedBy(3)).during(timeout().plusSeconds(2))
			.pollInterval(Duration.ofMillis(500))
			.untilAsserted(() -> {
				assertThat(one.heartbeat()).isEqualTo(one.membershipTimeout().dividedBy(3));
				assertThat(two.getMembers(this.group)).containsExactly("one");
			});
	}

	@Test
	void aDuplicateIsRefusedAndDoesNotAffectTheFirstHolder() {
		Coordinator first = joined("one", Map.of("first", true));
		Coordinator second = coordinator("one");
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> second.joinGroup(this.group, Map.of("first", false)))
			.satisfies((ex) -> assertThat(ex.member()).isEqualTo("one"));
		second.stop();
		Coordinator other = coordinator("two");
		assertThat(other.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("first", true));
		first.heartbeat();
		assertThat(other.getMembers(this.group)).containsExactly("one");
	}

	@Test
	void anIdBelongsToOneProcessInEachGroup() {
		Coordinator first = joined("one", Map.of("of", "a"));
		Coordinator second = coordinator("one");
		second.joinGroupCreate(this.group + "-b", Map.of("of", "b"));
		assertThatExceptionOfType(MemberAlreadyExistsException.class)
			.isThrownBy(() -> second.joinGroup(this.group, null));
		first.heartbeat();
		second.heartbeat();
		Coordinator other = coordinator("two");
		assertThat(other.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("of", "a"));
		assertThat(other.getMemberCapabilities(this.group + "-b", "one")).isEqualTo(Map.of("of", "b"));
		second.stop();
		assertThat(other.getMembers(this.group)).containsExactly("one");
		assertThat(other.getMembers(this.group + "-b")).isEmpty();
		first.heartbeat();
		first.stop();
		assertThat(other.getMembers(this.group)).isEmpty();
	}

	@Test
	void leaveWithoutAJoinRemovesTheHolderOfTheIdUntilItsNextHeartbeat() {
		Coordinator first = joined("one", Map.of("first", true));
		Coordinator other = coordinator("two");
		coordinator("one").leaveGroup(this.group);
		assertThat(other.getMembers(this.group)).isEmpty();
		first.heartbeat();
		assertThat(other.getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("first", true));
	}

	@Test
	void aMemberRejoinsImmediatelyAfterACleanStop() {
		joined("one", Map.of("run", 1L)).stop();
		joined("one", Map.of("run", 2L));
		assertThat(coordinator("two").getMemberCapabilities(this.group, "one")).isEqualTo(Map.of("run", 2L));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void emptyIdsAreRefused(String id) {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.joinGroupCreate(id, null));
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> create(id));
	}

	@Test
	void aThousandMembersAreListed() {
		this.server.addGroup(this.group, 1000);
		Coordinator one = longLived("one");
		one.joinGroupCreate(this.group, Map.of("v", 0L));
		assertThat(one.getMembers(this.group)).hasSize(1001);
		assertThat(one.getMemberCapabilities(this.group, "m999")).isEqualTo(Map.of("weight", 1L));
	}

}
